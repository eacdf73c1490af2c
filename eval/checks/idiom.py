"""Idioms: English turns of phrase that say nothing when they are translated word for word.

The list has idioms of speeches and news whose words alone mislead. Whether the Arabic got the
meaning is for a person to see, so that every place is for review.
"""

import re
from collections.abc import Iterator

from eval.checks.pair import Check, CheckedPair
from eval.finding import Finding, Severity

_IDIOMS = """
money where (?:our|your|their|his|her|my|its) mouths?
(?:give|gave|giving|given) no quarter
a drop in the (?:ocean|bucket)
turn(?:ed|ing|s)? a blind eye
turn(?:ed|ing|s)? the tables
tip of the iceberg
back to square one
last straw
the elephant in the room
move(?:d|s)? the goalposts
kick(?:ed|s|ing)? the can down the road
bit(?:e|es|ing)? the bullet
on the same page
level playing field
add(?:ed|s|ing)? fuel to the fire
(?:cut|cuts|cutting) corners
in the same boat
rock(?:ed|s|ing)? the boat
the ball is in (?:your|our|their|his|her) court
(?:get|got|gets) the ball rolling
a double-edged sword
light at the end of the tunnel
at the end of the day
by and large
few and far between
hand in glove
(?:draw|drew|drawn) a line in the sand
carrots? and sticks?
walk(?:ed|s|ing)? a tightrope
sit(?:ting)? on the fence
(?:throw|threw|thrown|throwing) in the towel
bury the hatchet
(?:bend|bent) over backwards
a blessing in disguise
(?:burn|burned|burnt|burning) bridges
call(?:ed|s|ing)? the shots
(?:come|came) to grips
cross that bridge
face the music
go(?:es|ing)? the extra mile
leave no stone unturned
left no stone unturned
spill(?:ed)? the beans
play(?:ed|s|ing)? with fire
pull(?:ed|s|ing)? the plug
raise(?:d|s)? the bar
read between the lines
slippery slope
stand(?:s|ing)? on ceremony
under the weather
up in the air
hit the nail on the head
in hot water
an arm and a leg
red herring
white elephant
wishful thinking
paper tiger
low-hanging fruit
silver bullet
bite off more than
"""
_PATTERN = re.compile(
    rf"\b(?:{'|'.join(_IDIOMS.strip().splitlines())})\b",
    re.IGNORECASE,
)


def find_idioms(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each idiom of the reference in a bead that has both sides.

    >>> from eval.checks.pair import Sentence
    >>> reference = Sentence(0, "It is time to put our money where our mouth is.")
    >>> pair = CheckedPair(0, (Sentence(0, "حان الوقت لوضع أموالنا في مكانها."),), (reference,))
    >>> [finding.message for finding in find_idioms((pair,))]
    ['The reference has an idiom (“money where our mouth”): see that the article says what it means.']
    """
    for pair in pairs:
        if pair.is_null:
            continue
        for sentence in pair.reference:
            for match in _PATTERN.finditer(sentence.text):
                yield Finding(
                    "idiom",
                    Severity.WARNING,
                    False,
                    pair.bead,
                    f"The reference has an idiom (“{match[0]}”): see that the article says what it means.",
                    article=tuple(one.span() for one in pair.article),
                    reference=(sentence.span(*match.span()),),
                )


CHECK = Check("idiom", "idioms of the reference, which word for word mean something else", find_idioms)
