package io.stratum.actuate.endpoint;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.stratum.actuate.endpoint.StratumSessionsEndpoint.SessionDescriptor;
import io.stratum.actuate.endpoint.StratumSessionsEndpoint.SessionPage;

/**
 * The sessions over HTTP: who asks decides what is shown, and a session that is not open
 * is not found.
 */
@EndpointWebExtension(endpoint = StratumSessionsEndpoint.class)
public final class StratumSessionsEndpointWebExtension {

	private final StratumSessionsEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 * @param showValues when worker names, addresses and user agents are shown
	 * @param roles the roles that are authorized to see them
	 */
	public StratumSessionsEndpointWebExtension(StratumSessionsEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * A page of sessions, in the order of their ids.
	 * @param security who asks
	 * @param page the number of the page, from 0
	 * @param size how many sessions, at most 500; 50 by default
	 * @return the page
	 */
	@ReadOperation
	public SessionPage sessions(SecurityContext security, @Nullable Integer page, @Nullable Integer size) {
		return this.endpoint.page(page, size, this.showValues.isShown(security, this.roles));
	}

	/**
	 * A session with a page of its workers.
	 * @param security who asks
	 * @param id its id
	 * @param page the number of the page, from 0
	 * @param size how many workers, at most 500; 100 by default
	 * @return the session, or not found
	 */
	@ReadOperation
	public @Nullable SessionDescriptor session(SecurityContext security, @Selector String id, @Nullable Integer page,
			@Nullable Integer size) {
		return this.endpoint.session(id, page, size, this.showValues.isShown(security, this.roles));
	}

	/**
	 * Disconnects a session.
	 * @param id its id
	 * @return no content, or not found
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> disconnect(@Selector String id) {
		return new WebEndpointResponse<>(this.endpoint.disconnect(id) ? WebEndpointResponse.STATUS_NO_CONTENT
				: WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
