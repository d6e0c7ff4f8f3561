"""Narrative, from its page."""


def appeal(narrative, elasticity):
    return max(narrative, 0.01) ** elasticity


def appeal_abroad(narrative, elasticity_abroad):
    return max(narrative, 0.01) ** elasticity_abroad


def disillusion(narrative, people_ruled, news, loss, lag, memory):
    return narrative * (loss * max(news - people_ruled, 0) / lag + 1 / memory)


def heard(people_ruled, lag):
    return people_ruled / lag


def outdated(news, lag):
    return news / lag


def proof_of_success(narrative, people_ruled, news, gain, lag, memory):
    return gain * max(people_ruled - news, 0) / lag / max(narrative, 1e-6) + 1 / memory


READINGS = {
    "Narrative.appeal": appeal,
    "Narrative.appeal_abroad": appeal_abroad,
    "Narrative.disillusion": disillusion,
    "Narrative.heard": heard,
    "Narrative.outdated": outdated,
    "Narrative.proof_of_success": proof_of_success,
}
