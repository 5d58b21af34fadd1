package io.stratum.autoconfigure.actuate;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who sees what peers say, in an endpoint.
 */
abstract class ShowValuesProperties {

	/**
	 * When to show addresses, names of workers and user agents.
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Roles that are authorized to see them. When empty, all authenticated users are
	 * authorized.
	 */
	private final Set<String> roles = new HashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

	/**
	 * Properties of the endpoint {@code stratumsessions}.
	 */
	@ConfigurationProperties("management.endpoint.stratumsessions")
	static final class OfSessions extends ShowValuesProperties {

	}

	/**
	 * Properties of the endpoint {@code stratumbans}.
	 */
	@ConfigurationProperties("management.endpoint.stratumbans")
	static final class OfBans extends ShowValuesProperties {

	}

}
