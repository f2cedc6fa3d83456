"""`dvcdata status`: who delivered which period, who has not, and what keeps whom from publication."""

from dvcdata.status.deliveries import run

__all__ = ["run"]
