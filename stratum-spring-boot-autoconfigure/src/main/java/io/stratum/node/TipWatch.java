package io.stratum.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;

/**
 * Asks a node for its tip again and again, on a thread of its own, and for a template
 * when there is a new tip, when the one in use gets old, and when the node failed before.
 */
final class TipWatch implements Runnable {

	private static final Log logger = LogFactory.getLog(TipWatch.class);

	/** How old the template in use may get while the tip stays, for the sake of fees. */
	private static final Duration REFRESH = Duration.ofSeconds(30);

	private static final Duration FACTS = Duration.ofSeconds(30);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/** On these, 20 minutes after the tip the target falls to its lowest. */
	private static final Set<String> CHAINS_WITH_EASY_BLOCKS = Set.of("test", "testnet4");

	private static final long EASY_AFTER = 1201;

	private final WatchedNode node;

	private final NodeSettings settings;

	private final TemplateReceiver receiver;

	private final ExecutorService calls;

	private final InstantSource clock;

	private @Nullable Instant factsRead;

	private String chain = "";

	/** When templates on the tip have another target, or 0. */
	private long easyTime;

	private Hash256 easyTip = Hash256.ZERO;

	private boolean stopped;

	private long asked;

	private long checked;

	TipWatch(WatchedNode node, NodeSettings settings, TemplateReceiver receiver, ExecutorService calls,
			InstantSource clock) {
		this.node = node;
		this.settings = settings;
		this.receiver = receiver;
		this.calls = calls;
		this.clock = clock;
	}

	/** Checks the node now, and waits until that is done, for a limited time. */
	synchronized void check(Duration limit) throws InterruptedException {
		long mine = ++this.asked;
		notifyAll();
		long end = System.nanoTime() + limit.toNanos();
		for (long left = limit.toMillis(); this.checked < mine && !this.stopped
				&& left > 0; left = (end - System.nanoTime()) / 1_000_000) {
			wait(left);
		}
	}

	synchronized void stop() {
		this.stopped = true;
		notifyAll();
	}

	private synchronized boolean isStopped() {
		return this.stopped;
	}

	@Override
	public void run() {
		try {
			long round = 0;
			Duration pause = this.settings.pollInterval();
			while (round >= 0) {
				pause = check() ? this.settings.pollInterval() : longer(pause);
				round = next(round, pause);
			}
		}
		catch (InterruptedException ex) {
			// Stopped
		}
	}

	private static Duration longer(Duration pause) {
		Duration twice = pause.multipliedBy(2);
		return (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
	}

	/** Waits until it is time for the next round, or somebody asks; -1 when stopped. */
	private synchronized long next(long round, Duration pause) throws InterruptedException {
		this.checked = round;
		notifyAll();
		long end = System.nanoTime() + pause.toNanos();
		for (long left = pause.toMillis(); this.asked == round && !this.stopped
				&& left > 0; left = (end - System.nanoTime()) / 1_000_000) {
			wait(left);
		}
		return this.stopped ? -1 : this.asked;
	}

	/** Returns whether the node works. */
	private boolean check() throws InterruptedException {
		try {
			readFacts();
			Hash256 tip = this.node.rpc().bestBlock();
			NodeTemplate last = this.node.newest();
			if (last == null || !this.node.works() || !tip.equals(last.template().previousBlock()) || isOld(last)) {
				getTemplate(tip, last);
			}
			this.node.answered();
			this.receiver.checked(this.node);
			return true;
		}
		catch (NodeException ex) {
			if (!isStopped()) {
				this.node.failed(ex);
				this.receiver.failed(this.node);
			}
			this.factsRead = null;
			return false;
		}
		catch (RuntimeException | Error ex) {
			if (!isStopped()) {
				logger.error("Watching " + this.node + " failed", ex);
				this.node.failed(this.node.rpc().onFault(ex));
				this.receiver.failed(this.node);
			}
			return false;
		}
	}

	private boolean isOld(NodeTemplate last) {
		long now = this.clock.instant().getEpochSecond();
		boolean easyNow = this.easyTip.equals(last.template().previousBlock()) && now >= this.easyTime
				&& last.template().time() < this.easyTime;
		return easyNow || (this.receiver.isInUse(this.node)
				&& last.template().fetched().plus(REFRESH).isBefore(this.clock.instant()));
	}

	/** A wrong chain is found before there is a template, and after a restart. */
	private void readFacts() throws NodeException {
		Instant now = this.clock.instant();
		if (this.factsRead != null && now.isBefore(this.factsRead.plus(FACTS))) {
			return;
		}
		this.chain = this.node.rpc().chain();
		Set<String> expected = this.settings.chains();
		if (!expected.isEmpty() && !expected.contains(this.chain)) {
			throw this.node.rpc().onWrongChain(this.chain, expected);
		}
		this.node.isOn(this.chain, this.node.rpc().peers());
		this.factsRead = now;
	}

	private void getTemplate(Hash256 tip, @Nullable NodeTemplate last) throws NodeException, InterruptedException {
		Future<NodeTemplate> coming = this.calls.submit((Callable<NodeTemplate>) this.node.rpc()::template);
		try {
			Duration patience = this.settings.emptyWorkAfter();
			NodeTemplate template = (patience != null && last != null && this.chain.equals("main"))
					? awaitOrBridge(coming, tip, last, patience) : coming.get();
			this.node.answered();
			this.receiver.came(this.node, template);
			noteEasyBlocks(template);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof NodeException cause) {
				throw cause;
			}
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			coming.cancel(true);
		}
	}

	private NodeTemplate awaitOrBridge(Future<NodeTemplate> coming, Hash256 tip, NodeTemplate last, Duration patience)
			throws NodeException, InterruptedException, ExecutionException {
		try {
			return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			ChainHeader header = this.node.rpc().header(tip);
			NodeTemplate empty = (header != null) ? EmptyWork.on(tip, header, last, this.clock.instant()) : null;
			if (empty != null) {
				this.receiver.bridged(this.node, empty);
			}
			return coming.get();
		}
	}

	private void noteEasyBlocks(NodeTemplate template) throws NodeException {
		Hash256 tip = template.template().previousBlock();
		if (CHAINS_WITH_EASY_BLOCKS.contains(this.chain) && !tip.equals(this.easyTip)) {
			ChainHeader header = this.node.rpc().header(tip);
			this.easyTime = (header != null) ? header.time() + EASY_AFTER : Long.MAX_VALUE;
			this.easyTip = tip;
		}
	}

}
