package io.stratum.actuate.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.stratum.ban.Bans;
import io.stratum.mining.ban.Ban;
import io.stratum.mining.ban.BanSubject;
import io.stratum.mining.ban.IpNetwork;

/**
 * The bans, a page at a time; one by its id; and how to ban and to lift a ban.
 */
@Endpoint(id = "stratumbans", defaultAccess = Access.READ_ONLY)
public final class StratumBansEndpoint {

	/** The size of a page when none is asked for. */
	static final int DEFAULT_SIZE = 50;

	/** The largest page. */
	static final int MAX_SIZE = 500;

	private static final int ID_BYTES = 8;

	private final Bans bans;

	private final Sanitizer sanitizer;

	private final Show showValues;

	/**
	 * Creates the endpoint.
	 * @param bans the bans
	 * @param sanitizer hides addresses and names of workers
	 * @param showValues when they are shown
	 */
	public StratumBansEndpoint(Bans bans, Sanitizer sanitizer, Show showValues) {
		this.bans = bans;
		this.sanitizer = sanitizer;
		this.showValues = showValues;
	}

	/**
	 * A page of bans, the newest first.
	 * @param page the number of the page, from 0
	 * @param size how many bans, at most 500; 50 by default
	 * @return the page
	 */
	@ReadOperation
	public BanPage bans(@Nullable Integer page, @Nullable Integer size) {
		return page(page, size, this.showValues.isShown(true));
	}

	/**
	 * A ban.
	 * @param id its id
	 * @return the ban, or null if there is none
	 */
	@ReadOperation
	public @Nullable BanDescriptor ban(@Selector String id) {
		return ban(id, this.showValues.isShown(true));
	}

	/**
	 * Bans an address or network, a worker, a worker at an address, or an account.
	 * @param address the address or network
	 * @param worker the full name of the worker
	 * @param account the account
	 * @param duration how long; by default as configured
	 * @param comment what is to be remembered
	 * @return the ban, as it was given
	 */
	@WriteOperation
	public BanDescriptor add(@Nullable String address, @Nullable String worker, @Nullable String account,
			@Nullable Duration duration, @Nullable String comment) {
		BanSubject subject = new Wanted(address, worker, account).subject();
		try {
			return describe(this.bans.add(subject, duration, (comment != null) ? comment : ""), true);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "no such ban is possible", ex);
		}
	}

	/**
	 * Lifts a ban.
	 * @param id its id
	 * @return whether there was one
	 */
	@DeleteOperation
	public boolean remove(@Selector String id) {
		Ban ban = find(id);
		return ban != null && this.bans.remove(ban.subject());
	}

	/**
	 * Lifts a ban by what is banned, given as it was to ban it.
	 * @param address the address or network
	 * @param worker the full name of the worker
	 * @param account the account
	 * @return whether there was one
	 */
	@DeleteOperation
	public boolean lift(@Nullable String address, @Nullable String worker, @Nullable String account) {
		return this.bans.remove(new Wanted(address, worker, account).subject());
	}

	BanPage page(@Nullable Integer page, @Nullable Integer size, boolean show) {
		int pageSize = Math.max(1, Math.min(MAX_SIZE, (size != null) ? size : DEFAULT_SIZE));
		int number = Math.max(0, Math.min(Integer.MAX_VALUE / pageSize, (page != null) ? page : 0));
		List<BanDescriptor> found = this.bans.page(number * pageSize, pageSize)
			.stream()
			.map((ban) -> describe(ban, show))
			.toList();
		return new BanPage(number, pageSize, this.bans.size(), found);
	}

	@Nullable BanDescriptor ban(String id, boolean show) {
		Ban ban = find(id);
		return (ban != null) ? describe(ban, show) : null;
	}

	private @Nullable Ban find(String id) {
		return this.bans.page(0, Integer.MAX_VALUE)
			.stream()
			.filter((ban) -> id(ban.subject()).equals(id))
			.findFirst()
			.orElse(null);
	}

	private BanDescriptor describe(Ban ban, boolean show) {
		String address = null;
		String worker = null;
		String account = null;
		if (ban.subject() instanceof BanSubject.Network banned) {
			address = sanitize("address", banned.network(), show);
		}
		else if (ban.subject() instanceof BanSubject.WorkerAt banned) {
			address = sanitize("address", banned.source(), show);
			worker = sanitize("worker", banned.name(), show);
		}
		else if (ban.subject() instanceof BanSubject.Worker banned) {
			worker = sanitize("worker", banned.name(), show);
		}
		else if (ban.subject() instanceof BanSubject.Account banned) {
			account = sanitize("account", banned.name(), show);
		}
		return new BanDescriptor(id(ban.subject()), address, worker, account, ban.reason().tag(), ban.since(),
				ban.until(), ban.comment());
	}

	private String sanitize(String key, Object value, boolean show) {
		return String.valueOf(this.sanitizer.sanitize(new SanitizableData(null, key, value), show));
	}

	/** The same on all servers, for as long as a ban of the subject is renewed. */
	private static String id(BanSubject subject) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(subject.text().getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, ID_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What an operator wants to ban.
	 *
	 * @param address the address or network
	 * @param worker the full name of the worker
	 * @param account the account
	 */
	private record Wanted(@Nullable String address, @Nullable String worker, @Nullable String account) {

		BanSubject subject() {
			try {
				if (this.account != null && this.address == null && this.worker == null) {
					return new BanSubject.Account(this.account);
				}
				if (this.account == null && this.worker != null) {
					return (this.address != null) ? new BanSubject.WorkerAt(IpNetwork.parse(this.address), this.worker)
							: new BanSubject.Worker(this.worker);
				}
				if (this.account == null && this.address != null) {
					return new BanSubject.Network(IpNetwork.parse(this.address));
				}
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidEndpointRequestException(String.valueOf(ex.getMessage()), "no such subject", ex);
			}
			throw new InvalidEndpointRequestException(
					this + " (expected: an address, a worker, a worker at an address, or an account)",
					"an address, a worker, a worker at an address, or an account is needed");
		}

	}

	/**
	 * A page of bans.
	 *
	 * @param page its number, from 0
	 * @param size how many bans it has at most
	 * @param total how many bans there are
	 * @param bans the bans
	 */
	public record BanPage(int page, int size, int total, List<BanDescriptor> bans) implements OperationResponseBody {

	}

	/**
	 * A ban. Addresses and names are shown if they may be.
	 *
	 * @param id its id
	 * @param address the address or network that is banned, or where the worker is; null
	 * if it does not matter
	 * @param worker the full name of the worker that is banned, or null
	 * @param account the account that is banned, or null
	 * @param reason why
	 * @param since when it began
	 * @param until when it ends
	 * @param comment what an operator noted
	 */
	public record BanDescriptor(String id, @Nullable String address, @Nullable String worker, @Nullable String account,
			String reason, Instant since, Instant until, String comment) implements OperationResponseBody {

	}

}
