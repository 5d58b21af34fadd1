package io.stratum.autoconfigure.actuate;

import java.util.HashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the endpoint {@code stratumbans}.
 */
@ConfigurationProperties("management.endpoint.stratumbans")
public class StratumBansEndpointProperties {

	/**
	 * When to show addresses and names of workers.
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

}
