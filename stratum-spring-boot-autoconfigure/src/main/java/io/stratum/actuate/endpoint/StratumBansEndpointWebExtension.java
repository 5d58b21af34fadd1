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

import io.stratum.actuate.endpoint.StratumBansEndpoint.BanDescriptor;
import io.stratum.actuate.endpoint.StratumBansEndpoint.BanPage;

/**
 * The bans over HTTP: who asks decides what is shown, and a ban that there is not is not
 * found.
 */
@EndpointWebExtension(endpoint = StratumBansEndpoint.class)
public final class StratumBansEndpointWebExtension {

	private final StratumBansEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates the extension.
	 * @param endpoint the endpoint
	 * @param showValues when addresses and names of workers are shown
	 * @param roles the roles that are authorized to see them
	 */
	public StratumBansEndpointWebExtension(StratumBansEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * A page of bans, the newest first.
	 * @param security who asks
	 * @param page the number of the page, from 0
	 * @param size how many bans, at most 500; 50 by default
	 * @return the page
	 */
	@ReadOperation
	public BanPage bans(SecurityContext security, @Nullable Integer page, @Nullable Integer size) {
		return this.endpoint.page(page, size, this.showValues.isShown(security, this.roles));
	}

	/**
	 * A ban.
	 * @param security who asks
	 * @param id its id
	 * @return the ban, or not found
	 */
	@ReadOperation
	public @Nullable BanDescriptor ban(SecurityContext security, @Selector String id) {
		return this.endpoint.ban(id, this.showValues.isShown(security, this.roles));
	}

	/**
	 * Lifts a ban.
	 * @param id its id
	 * @return no content, or not found
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> remove(@Selector String id) {
		return answer(this.endpoint.remove(id));
	}

	/**
	 * Lifts a ban by what is banned, given as it was to ban it.
	 * @param address the address or network
	 * @param worker the full name of the worker
	 * @param account the account
	 * @return no content, or not found
	 */
	@DeleteOperation
	public WebEndpointResponse<Void> lift(@Nullable String address, @Nullable String worker, @Nullable String account) {
		return answer(this.endpoint.lift(address, worker, account));
	}

	private static WebEndpointResponse<Void> answer(boolean lifted) {
		return new WebEndpointResponse<>(
				lifted ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
