"""The routing core: deterministic, `(input, now) → effects`. Start reading at `core`."""
