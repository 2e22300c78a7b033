"""YunExpress (云途物流) through its OpenAPI."""
