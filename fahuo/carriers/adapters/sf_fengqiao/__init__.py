"""SF Express (顺丰速运) through its domestic and Greater China platform Fengqiao (丰桥)."""
