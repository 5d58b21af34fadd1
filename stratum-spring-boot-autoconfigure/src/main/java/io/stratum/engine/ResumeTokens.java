package io.stratum.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.stratum.engine.runtime.EngineRuntime;
import io.stratum.engine.runtime.EngineSettings.Resume;
import io.stratum.mining.channel.MiningChannel;

/**
 * The tokens by which miners come back to their channel. A channel has one token and one
 * owner at a time: who comes with the token of a connected owner waits until that one has
 * been closed and has given the channel back. Safe for use by several threads.
 */
final class ResumeTokens {

	private static final Runnable NO_OWNER = () -> {
	};

	private static final int TOKEN_LENGTH = 16;

	/** How long a connected owner may take to give its channel back. */
	private static final Duration HANDOVER = Duration.ofSeconds(5);

	private final Resume settings;

	private final EngineRuntime runtime;

	private final Consumer<MiningChannel> end;

	/** All channels that have a token, with an owner or without, by token. */
	private final Map<Long, Entry> entries = new HashMap<>();

	/** The same by channel. */
	private final Map<MiningChannel, Entry> byChannel = new IdentityHashMap<>();

	/** Those of them without an owner, in the order in which they were given back. */
	private final Map<Long, Entry> kept = new LinkedHashMap<>();

	ResumeTokens(Resume settings, EngineRuntime runtime, Consumer<MiningChannel> end) {
		this.settings = settings;
		this.runtime = runtime;
		this.end = end;
	}

	/**
	 * Makes a connection the owner of a channel that has none.
	 * @param channel the channel
	 * @param closeOwner closes the connection, which gives the channel back then
	 * @return the token of the channel
	 */
	synchronized String own(MiningChannel channel, Runnable closeOwner) {
		Entry entry = this.byChannel.get(channel);
		if (entry == null) {
			entry = new Entry(newToken(), channel);
			this.entries.put(entry.token, entry);
			this.byChannel.put(channel, entry);
		}
		entry.closeOwner = closeOwner;
		return HexFormat.of().toHexDigits(entry.token);
	}

	/**
	 * The channel of a token.
	 * @param token what a miner sent
	 * @return the channel, possibly when its owner has given it back; null if the token
	 * is unknown, the owner keeps the channel, or somebody else asks for it meanwhile
	 */
	CompletionStage<@Nullable MiningChannel> resume(String token) {
		CompletableFuture<@Nullable MiningChannel> result = new CompletableFuture<>();
		Runnable closeOwner;
		CompletableFuture<@Nullable MiningChannel> earlier;
		synchronized (this) {
			expire();
			Entry entry = (this.runtime.isRunning()) ? find(token) : null;
			if (entry == null) {
				return CompletableFuture.completedFuture(null);
			}
			if (this.kept.remove(entry.token) != null) {
				return CompletableFuture.completedFuture(entry.channel);
			}
			earlier = entry.waiting;
			entry.waiting = result;
			closeOwner = entry.closeOwner;
		}
		if (earlier != null) {
			earlier.complete(null);
		}
		this.runtime.after(HANDOVER, () -> result.complete(null));
		try {
			closeOwner.run();
		}
		catch (RuntimeException ex) {
			result.complete(null);
		}
		return result;
	}

	/**
	 * Takes a channel back from its owner: for who waits for it, or else for the next who
	 * sends its token.
	 * @param channel the channel
	 * @param usable whether anybody may go on with it
	 */
	void giveBack(MiningChannel channel, boolean usable) {
		CompletableFuture<@Nullable MiningChannel> waiting = null;
		synchronized (this) {
			expire();
			Entry entry = this.byChannel.get(channel);
			if (entry == null || !usable) {
				waiting = (entry != null) ? entry.waiting : null;
				forget(entry);
				this.end.accept(channel);
			}
			else if (!this.kept.containsKey(entry.token)) {
				waiting = entry.waiting;
				entry.waiting = null;
				keep(entry);
			}
		}
		handOver(waiting, channel);
	}

	/** Forgets channels whose miners did not come back in time. */
	synchronized void expire() {
		long now = this.runtime.nanoTime();
		Iterator<Entry> oldest = this.kept.values().iterator();
		while (oldest.hasNext()) {
			Entry entry = oldest.next();
			boolean tooOld = now - entry.keptNanos >= this.settings.time().toNanos();
			if (!tooOld && this.kept.size() <= this.settings.maxChannels()) {
				return;
			}
			oldest.remove();
			forget(entry);
			this.end.accept(entry.channel);
		}
	}

	/** How many channels wait for their miner. */
	synchronized int kept() {
		return this.kept.size();
	}

	private void keep(Entry entry) {
		// It would keep the session in memory
		entry.closeOwner = NO_OWNER;
		entry.keptNanos = this.runtime.nanoTime();
		this.kept.put(entry.token, entry);
		expire();
	}

	private void handOver(@Nullable CompletableFuture<@Nullable MiningChannel> waiting, MiningChannel channel) {
		if (waiting == null) {
			return;
		}
		boolean mine;
		synchronized (this) {
			Entry entry = this.byChannel.get(channel);
			mine = !waiting.isDone() && entry != null && this.kept.remove(entry.token) != null;
		}
		if (!waiting.complete((mine) ? channel : null) && mine) {
			giveBack(channel, true);
		}
	}

	private void forget(@Nullable Entry entry) {
		if (entry != null) {
			this.entries.remove(entry.token);
			this.byChannel.remove(entry.channel);
		}
	}

	private @Nullable Entry find(String token) {
		if (token.length() != TOKEN_LENGTH || !token.chars().allMatch(HexFormat::isHexDigit)) {
			return null;
		}
		return this.entries.get(HexFormat.fromHexDigitsToLong(token));
	}

	private Long newToken() {
		Long token;
		do {
			token = this.runtime.random().nextLong();
		}
		while (this.entries.containsKey(token));
		return token;
	}

	private static final class Entry {

		private final Long token;

		private final MiningChannel channel;

		/** Closes the owner; does nothing while there is none. */
		private Runnable closeOwner = NO_OWNER;

		/**
		 * Who asked for the channel while it has an owner, and gets it from that; null if
		 * nobody waits.
		 */
		private @Nullable CompletableFuture<@Nullable MiningChannel> waiting;

		/** When the last owner gave it back, by the monotonic time. */
		private long keptNanos;

		Entry(Long token, MiningChannel channel) {
			this.token = token;
			this.channel = channel;
		}

	}

}
