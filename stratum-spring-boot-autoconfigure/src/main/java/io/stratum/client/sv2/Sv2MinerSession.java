package io.stratum.client.sv2;

import java.util.Collection;
import java.util.Set;

import reactor.core.publisher.Mono;

import io.stratum.bitcoin.Target;
import io.stratum.client.ClientLink;
import io.stratum.client.StratumClient;
import io.stratum.protocol.sv2.CommonMessage.SetupConnection;
import io.stratum.protocol.sv2.CommonMessage.SetupConnectionSuccess;
import io.stratum.protocol.sv2.Octets;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenExtendedMiningChannel;
import io.stratum.protocol.sv2.OpenChannelMessage.OpenStandardMiningChannel;

/**
 * A connection of Stratum V2 as a miner sees it, after its set-up. Channels are opened on
 * it; jobs come to the {@link Sv2MinerListener}. Safe for use from any thread.
 *
 * <pre class="code">
 * StratumClient client = StratumClient.builder().uri("stratum2+tcp://localhost:3336/" + key).build();
 * Sv2MinerSession miner = Sv2MinerSession.connect(client, Sv2Setup.of("vendor", "1.0"), listener).block();
 * Sv2MinerChannel channel = miner.openStandardChannel("account.worker", 1e12f, Target.MAX).block();
 * </pre>
 */
public final class Sv2MinerSession {

	private final Sv2Link link;

	private Sv2MinerSession(Sv2Link link) {
		this.link = link;
	}

	/**
	 * Connects and sets the connection up on each subscription.
	 * @param client where to and how
	 * @param setup what the miner says of itself
	 * @param listener hears of jobs
	 * @return the session; fails with {@link Sv2ErrorException} if the server refuses it,
	 * with {@link io.stratum.client.StratumConnectionException} if it cannot be reached
	 * or does not answer, and with {@link IllegalStateException} if the client was not
	 * told how to protect the connection
	 */
	public static Mono<Sv2MinerSession> connect(StratumClient client, Sv2Setup setup, Sv2MinerListener listener) {
		return ClientLink.openSv2(client, (bytes) -> new Sv2Link(bytes, setup, listener))
			.flatMap(Sv2Link::setUp)
			.map(Sv2MinerSession::new);
	}

	/**
	 * Asks for extensions, which has to happen before channels are opened. Servers that
	 * do not know of extensions do not answer.
	 * @param extensions their numbers, U16; 0x0002 is served here
	 * @return those in use from now on, maybe none; fails with {@link Sv2ErrorException}
	 * if the server insists on others, and with
	 * {@link io.stratum.client.StratumConnectionException} if it does not answer
	 */
	public Mono<Set<Integer>> requestExtensions(Set<Integer> extensions) {
		return this.link.request(Set.copyOf(extensions));
	}

	/**
	 * Opens a channel for header-only mining.
	 * @param userIdentity whose shares they are, usually {@code account.worker}
	 * @param nominalHashRate expected hashes per second
	 * @param maxTarget the easiest target to work on
	 * @return the channel; fails with {@link Sv2ErrorException} if the server refuses it
	 */
	public Mono<Sv2MinerChannel> openStandardChannel(String userIdentity, float nominalHashRate, Target maxTarget) {
		return this.link.open(ChannelTerms.wanted(false, maxTarget, 0), (id) -> {
			if ((this.link.flags() & SetupConnectionSuccess.REQUIRES_EXTENDED_CHANNELS) != 0) {
				throw new Sv2ErrorException("the server requires extended channels");
			}
			return new OpenStandardMiningChannel(id, Octets.of(userIdentity), nominalHashRate, maxTarget);
		});
	}

	/**
	 * Opens a channel on which a part of the extranonce can be rolled.
	 * @param userIdentity whose shares they are, usually {@code account.worker}
	 * @param nominalHashRate expected hashes per second
	 * @param maxTarget the easiest target to work on
	 * @param minExtranonceSize how many bytes the miner has to be able to roll
	 * @return the channel; fails with {@link Sv2ErrorException} if the server refuses it
	 */
	public Mono<Sv2MinerChannel> openExtendedChannel(String userIdentity, float nominalHashRate, Target maxTarget,
			int minExtranonceSize) {
		return this.link.open(ChannelTerms.wanted(true, maxTarget, minExtranonceSize),
				(id) -> new OpenExtendedMiningChannel(id, Octets.of(userIdentity), nominalHashRate, maxTarget,
						minExtranonceSize));
	}

	/**
	 * What the server demands.
	 * @return bits of {@link SetupConnectionSuccess}; what the miner demanded are bits of
	 * {@link SetupConnection}
	 */
	public int serverFlags() {
		return this.link.flags();
	}

	/**
	 * The open channels.
	 * @return a copy
	 */
	public Collection<Sv2MinerChannel> channels() {
		return this.link.channels().all();
	}

	/**
	 * Whether the connection is open.
	 * @return false once it is closed
	 */
	public boolean isOpen() {
		return this.link.bytes().isOpen();
	}

	/**
	 * The end of the connection, whoever caused it.
	 * @return completes when it is closed, and never fails
	 */
	public Mono<Void> closed() {
		return this.link.bytes().closed();
	}

	/**
	 * Closes the connection; shares and requests that wait fail.
	 */
	public void close() {
		this.link.bytes().close();
	}

}
