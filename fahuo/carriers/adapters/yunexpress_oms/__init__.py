"""YunExpress through its older OMS interface."""
