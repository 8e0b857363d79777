"""The time of a file and that of life: repeats, gaps, speeds that change."""
