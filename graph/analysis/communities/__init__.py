"""Communities: callers, people, numbers, places and disputes that hang together more closely than with the rest.

``renew`` works them out anew and writes into every member which one it is in; ``look`` says what one is made of.
"""

from graph.analysis.communities.looking import Inside, calls_of, disputes_of, look
from graph.analysis.communities.renewing import Renewed, renew

__all__ = ["Inside", "Renewed", "calls_of", "disputes_of", "look", "renew"]
