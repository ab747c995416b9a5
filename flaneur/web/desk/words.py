"""What the desk calls things: states, effects, roles, the program's reasons, and what each verb of the journal did."""

from collections import defaultdict
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from flaneur.core.block import BlockState
from flaneur.core.calendar import LATE, NOT_APPROVED, TOO_DEAR, UNCONNECTED
from flaneur.core.charter import Effect
from flaneur.core.conversation import HOT, ReplyState
from flaneur.core.find import Audience, Consideration, FindState, Likeness
from flaneur.core.guest import Speaker
from flaneur.core.place import Discretion
from flaneur.core.publication import Errand, Outcome, PublicationState
from flaneur.core.residency import ResidencyState
from flaneur.core.roles import Role
from flaneur.core.words import gettext_noop as _
from flaneur.models import Journal
from flaneur.models.publications import ChannelState

STATES: Mapping[str, tuple[str, str]] = {
    FindState.DRAFT: (_("draft"), "pencil"),
    FindState.SUBMITTED: (_("waiting for review"), "eye"),
    FindState.RETURNED: (_("returned"), "undo"),
    FindState.DECLINED: (_("declined"), "cross"),
    FindState.WITHDRAWN: (_("withdrawn by its guest"), "undo"),
    FindState.APPROVED: (_("approved"), "check"),
    FindState.PUBLISHED: (_("published"), "check"),
    FindState.RETRACTED: (_("taken back"), "undo"),
    PublicationState.PLANNED: (_("planned"), "clock"),
    PublicationState.HELD: (_("held"), "pause"),
    PublicationState.SENDING: (_("on its way"), "send"),
    PublicationState.SENT: (_("published"), "check"),
    PublicationState.UNSURE: (_("unsure"), "question"),
    PublicationState.FAILED: (_("refused"), "warning"),
    PublicationState.CANCELLED: (_("cancelled"), "cross"),
    PublicationState.RETRACTING: (_("being taken back"), "undo"),
    PublicationState.CORRECTING: (_("being corrected"), "pencil"),
    PublicationState.STRANDED: (_("has to be taken down by hand"), "warning"),
    ResidencyState.SCHEDULED: (_("to come"), "calendar"),
    ResidencyState.LIVE: (_("holds the pen"), "pen"),
    ResidencyState.PAUSED: (_("paused"), "pause"),
    ResidencyState.ENDED: (_("ended"), "check"),
    ChannelState.ACTIVE: (_("publishes"), "play"),
    ChannelState.READ_ONLY: (_("read only"), "eye"),
    ChannelState.DORMANT: (_("asleep"), "pause"),
    ReplyState.NEW: (_("not read yet"), "eye"),
    ReplyState.SEEN: (_("read"), "check"),
    ReplyState.ANSWERED: (_("answered there"), "remark"),
    ReplyState.ASIDE: (_("set aside"), "pause"),
    BlockState.BLOCKED: (_("blocked on the network"), "lock"),
    BlockState.UNBLOCKED: (_("unblocked there"), "check"),
    Outcome.DELIVERED: (_("arrived"), "check"),
    Outcome.DEFERRED: (_("put off"), "clock"),
    Outcome.REFUSED: (_("refused"), "warning"),
    Outcome.LOST: (_("no certain answer"), "question"),
    Outcome.STEP: (_("one step further"), "play"),
    Outcome.FOUND: (_("it is there"), "check"),
    Outcome.ABSENT: (_("it is not there"), "cross"),
    Outcome.GONE: (_("it is gone"), "check"),
    Outcome.STANDING: (_("it still stands"), "warning"),
}
"""Word and icon of every state; where two nouns share a state they share its word."""

ERRANDS: Mapping[str, str] = {
    Errand.SEND: _("Sending"),
    Errand.LOOK_UP: _("Looking whether it is there"),
    Errand.CORRECT: _("Correcting"),
    Errand.TAKE_BACK: _("Taking back"),
}

EFFECTS: Mapping[str, tuple[str, str]] = {
    Effect.SYS: (_("done by itself"), "check"),
    Effect.NUDGE: (_("advice"), "remark"),
    Effect.ASK: (_("question"), "question"),
    Effect.HOLD: (_("a second pair of eyes"), "people"),
    Effect.BLOCK: (_("blocks"), "lock"),
}

THEME_NAMES: Mapping[str, str] = {
    "hashtags": _("Hashtags"),
    "accessibility": _("For everybody to read"),
    "words": _("What is said"),
    "images": _("Photos and rights"),
    "places": _("Places"),
    "people": _("People"),
    "money": _("Money and favours"),
    "law": _("What the law forbids to praise"),
    "rhythm": _("The stay as a whole"),
    "guests": _("Guests and their stays"),
    "talk": _("Who answers, and who is answered"),
}
"""What the desk calls the files of core/charter."""

CONSIDERATIONS: Mapping[str, str] = {
    Consideration.UNSAID: _("Its guest did not say."),
    Consideration.NOTHING: _("Nothing"),
    Consideration.KIND: _("Something in kind"),
    Consideration.MONEY: _("Money"),
}

LIKENESSES: Mapping[str, str] = {
    Likeness.UNSAID: _("Its guest did not say."),
    Likeness.NOBODY: _("Nobody, or a crowd"),
    Likeness.ADULTS_AGREED: _("Somebody, who agreed"),
    Likeness.ADULTS_UNASKED: _("Somebody who was not asked"),
    Likeness.CHILD_AGREED: _("A child, its parents agreed in writing"),
    Likeness.CHILD_UNASKED: _("A child nobody was asked for"),
}

SPEAKERS: Mapping[str, str | Promise] = {
    Speaker.UNSAID: gettext_lazy("Not said yet"),
    Speaker.PERSON: gettext_lazy("For themself"),
    Speaker.COMPANY: gettext_lazy("For a company"),
    Speaker.ASSOCIATION: gettext_lazy("For an association"),
    Speaker.PARTY: gettext_lazy("For a party"),
}

ROLE_MEANINGS: Mapping[str, str] = {
    Role.CHIEF: _("Everything: channels, and who sits at this desk, too."),
    Role.EDITOR: _("Reviews, publishes, invites guests, presses silence and lifts it."),
    Role.ON_CALL: _("Reviews, publishes, takes back and presses silence, at any hour."),
    Role.OBSERVER: _("Reads along and changes nothing."),
}

AUDIENCES: Mapping[str, tuple[str, str]] = {
    Audience.VISITORS: (_("for visitors"), "suitcase"),
    Audience.LOCALS: (_("for locals"), "bench"),
    Audience.BOTH: (_("for everybody"), "both"),
}

DISCRETIONS: Mapping[str, str] = {
    Discretion.EXACT: _("The public sees the exact place."),
    Discretion.STREET: _("The public sees the street, not the door."),
    Discretion.DISTRICT: _("The public sees the district only."),
    Discretion.SECRET: _("The public sees no place at all: it is a secret."),
}

REASONS: Mapping[str, str] = {
    "silence": _("Silence was pressed."),
    LATE: _("It is later than this city allows: what was right then may be wrong now."),
    HOT: _("People are talking there right now: it waits until they have said their say."),
    TOO_DEAR: _("It would cost more than what is left of this month’s budget, even without its link."),
    UNCONNECTED: _("The channel has to be connected again first."),
    "restored": _("It comes from a backup, and may have left since: look before you decide."),
    NOT_APPROVED: _("Its find is not approved any more."),
    ChannelState.READ_ONLY: _("The channel is read only."),
    ChannelState.DORMANT: _("The channel is asleep."),
    "the worker's lease ran out": _("The program stopped in the middle of sending."),
    "it did not arrive": _("It did not arrive: it will be sent again."),
}
"""What the program itself writes as a reason; every other reason is a network's sentence, or a person's."""

VERBS: Mapping[str, str] = {
    "add_city": _("opened the city"),
    "publish_charter": _("published version %(version)s of the charter"),
    "press_silence": _("pressed silence (held: %(held)s)"),
    "lift_silence": _("lifted the silence"),
    "press_silence_on": _("silenced %(name)s (held: %(held)s)"),
    "lift_silence_on": _("lifted the silence on %(name)s"),
    "restore": _("brought back a backup (held: %(held)s)"),
    "connect_channel": _("connected a channel: %(handle)s"),
    "lose_token": _("could not renew a channel's token"),
    "rotate_keys": _("sealed a channel's secrets with the newest key"),
    "set_lateness": _("set how late is too late: %(minutes)s minutes"),
    "set_heat": _("set when something planned waits: %(replies)s answers within %(minutes)s minutes"),
    "set_rhythm": _("changed the rhythm of a channel"),
    "set_channel_state": _("changed what a channel may do"),
    "capture_find": _("captured a find"),
    "submit_find": _("handed a find in"),
    "withdraw_find": _("withdrew a find"),
    "leave_place": _("has left: a find need not wait any more"),
    "attach_photo": _("added a photo"),
    "describe_photo": _("worded what a photo shows"),
    "remove_photo": _("took a photo out of a find"),
    "approve_find": _("approved a find"),
    "vouch_for_find": _("vouched for a find"),
    "return_find": _("returned a find"),
    "decline_find": _("declined a find"),
    "correct_find": _("corrected the words of a find"),
    "retract_find": _("took a find back everywhere"),
    "leave_out": _("left out %(channel)s, which cannot carry it"),
    "undo_approval": _("called a find back before it had left"),
    "plan_find": _("planned a publication on %(channel)s"),
    "hold_publication": _("held a publication"),
    "release_publication": _("released a publication"),
    "retry_publication": _("had a publication sent again"),
    "cancel_publication": _("cancelled a publication"),
    "confirm_publication": _("found a publication that was unsure"),
    "retract_publication": _("had a post taken back"),
    "deliver": _("published a find"),
    "refuse": _("met a refusal"),
    "lose": _("got no certain answer"),
    "look_up": _("looked for a publication that was unsure"),
    "take_back": _("took a post back"),
    "strand": _("could not take a post back: a person has to"),
    "confirm_gone": _("took a post down by hand"),
    "leave_publication": _("let a post stand as it is"),
    "still_there": _("found a post still standing"),
    "correct": _("corrected a post where it stands"),
    "see_reply": _("read an answer"),
    "answer_reply": _("answered somebody on the network itself"),
    "shelve_reply": _("set an answer aside"),
    "reopen_reply": _("took an answer up again"),
    "report_reply": _("gave an answer to the desk: it hurts"),
    "mute_author": _("does not want to read somebody any more"),
    "unmute_all": _("reads everybody again"),
    "block_author": _("noted that somebody is blocked on %(channel)s"),
    "keep_block": _("kept a block on %(channel)s, with a reason and a day"),
    "unblock_author": _("noted that a block on %(channel)s is lifted"),
    "name_account": _("had an account say who holds the pen"),
    "restore_account": _("had an account say what it said before"),
    "leave_account": _("found an account's words changed by somebody, and left them"),
    "refuse_account": _("could not change what an account says"),
    "keep_picture": _("kept an account's own picture"),
    "offer_portrait": _("offered a portrait"),
    "lend_portrait": _("said whether accounts may show their portrait"),
    "show_portrait": _("showed a guest's portrait"),
    "decline_portrait": _("did not show a portrait that was offered, and erased it"),
    "withdraw_portrait": _("erased a guest's portrait"),
    "give_place": _("gave a place at the desk"),
    "change_role": _("changed a role at the desk"),
    "take_place": _("took a place at the desk away"),
    "forget_passkeys": _("removed passkeys (%(count)s)"),
    "welcome_guest": _("welcomed a guest"),
    "lose_phone": _("said a phone lost: its sessions, links and passkeys are over"),
    "propose": _("asked somebody whether they would hold the pen"),
    "decline_proposal": _("heard a no, and erased an address"),
    "withdraw_proposal": _("took a question back, and erased an address"),
    "make_link": _("made a one-time link"),
    "spend_link": _("signed in with a one-time link"),
    "plan_residency": _("planned a residency"),
    "set_undo_window": _("set the minutes in which a live find can be called back: %(minutes)s"),
    "explain_choice": _("said anew why somebody was chosen"),
    "agree": _("said yes to version %(version)s of the charter"),
    "confirm_consent": _("has seen the written yes of a minor's parents"),
    "open_residency": _("opened a residency"),
    "pause_residency": _("paused a residency"),
    "resume_residency": _("gave the pen back after a pause"),
    "cancel_residency": _("cancelled a residency"),
    "cheer_up": _("wrote a friendly word after a quiet day"),
    "end_residency": _("ended a residency"),
}
"""What somebody did, after their name; a value the line does not hold reads as a dash."""

SUBJECTS: Mapping[str, str] = {
    "find": _("a find"),
    "publication": _("a publication"),
    "photo": _("a photo"),
    "reply": _("an answer"),
    "block": _("a block"),
    "residency": _("a residency"),
    "guest": _("a guest"),
    "proposal": _("a question to somebody"),
    "channel": _("a channel"),
    "charter": _("the charter"),
    "city": _("the city"),
    "membership": _("a place at the desk"),
    "user": _("somebody of the desk"),
    "signinlink": _("a one-time link"),
}


def deed(line: Journal) -> str:
    """What a line of the journal says somebody did."""
    return gettext(VERBS.get(line.verb, line.verb)) % defaultdict(lambda: "–", line.details)


def reason(written: str) -> str:
    """A reason as people read it: the program's own and the networks' are translated, a person's stays."""
    return gettext(REASONS.get(written, written)) if written else ""
