package io.stratum.autoconfigure.node;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

import io.stratum.autoconfigure.NodeProperties;

/**
 * Matches if the application names a node.
 */
final class OnNodeCondition extends AnyNestedCondition {

	OnNodeCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(NodeConnectionDetails.class)
	static class HasConnectionDetails {

	}

	@Conditional(OnProperties.class)
	static class HasProperties {

	}

	/**
	 * Matches if a property names a node.
	 */
	static final class OnProperties extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean named = !Binder.get(context.getEnvironment())
				.bindOrCreate("stratum.node", NodeProperties.class)
				.all()
				.isEmpty();
			return new ConditionOutcome(named,
					ConditionMessage.forCondition("Stratum node")
						.because((named ? "" : "neither ") + "'stratum.node.url' " + (named ? "or" : "nor")
								+ " 'stratum.node.nodes' is set"));
		}

	}

}
