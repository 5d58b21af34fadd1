package io.stratum.demo.chain;

/**
 * A block breaks a rule of the chain. The message is the word by which nodes name the
 * rule, with an explanation where one helps.
 */
final class RuleViolation extends Exception {

	private static final long serialVersionUID = 1L;

	private final String rule;

	RuleViolation(String rule) {
		super(rule, null, false, false);
		this.rule = rule;
	}

	String rule() {
		return this.rule;
	}

}
