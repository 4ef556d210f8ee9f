"""Networks that leave by the pages: what was asked for, what of it this visitor may have, with numbers masked."""
