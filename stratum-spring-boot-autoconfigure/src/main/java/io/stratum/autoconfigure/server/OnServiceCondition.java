package io.stratum.autoconfigure.server;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;

import io.stratum.handler.annotation.StratumController;
import io.stratum.mining.BlockTemplateSource;

/**
 * Matches if the application handles messages or mines.
 */
final class OnServiceCondition extends AnyNestedCondition {

	OnServiceCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(annotation = StratumController.class)
	static class HasController {

	}

	@ConditionalOnBean(BlockTemplateSource.class)
	static class HasTemplates {

	}

}
