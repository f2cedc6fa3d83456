"""A stand-in for the part of Apache Solr that CKAN speaks to, for tests only."""
