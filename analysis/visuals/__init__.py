"""Everything that is drawn: pictures of an analysis, of a refusal, of how to film.

===============  ================================================================
draw_all         all pictures of one clip
phase_card       a card per phase: the key frame, what was measured, what to look for
stills, strip    key frames made comparable; all eight in one picture
slow_motion      the start in slow motion, as a film
comparison       the same phase of two clips; ``progress_chart`` for a trend
faces            whose face must not be seen
refusal          what is in the way in a clip that was refused
filming_guide    how to film a start
theme and on     what all of them share: colours, letters, lines, where labels fit
===============  ================================================================
"""
