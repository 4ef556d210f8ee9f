"""What administration needs beside its screens: what a change would do, sizes, versions, screening anew."""
