"""From an analysis to what the athlete reads: pure, words go in and messages out."""
