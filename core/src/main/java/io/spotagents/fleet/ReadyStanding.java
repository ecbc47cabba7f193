package io.spotagents.fleet;

import io.spotagents.model.TemplateKey;

/**
 * How it stands with the agents that a template keeps ready.
 *
 * @param scheduled agents that its schedule asks for now
 * @param recent agents that recent demand asks for now, as far as it may
 * @param wanted the larger of both; 0 once a budget asks for thrift
 * @param there of these, so many are idle and connected
 */
public record ReadyStanding(
        TemplateKey template, int scheduled, int recent, int wanted, int there) {}
