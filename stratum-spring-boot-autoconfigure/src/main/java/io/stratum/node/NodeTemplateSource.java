package io.stratum.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockTemplate;
import io.stratum.mining.BlockTemplateSource;
import io.stratum.node.WorkChoice.Choice;

/**
 * Work from one or several nodes, the most preferred first. All are watched from start to
 * stop, each by two daemon threads: one asks for the tip, one waits for the next
 * template. Nodes may be absent at the start and may come and go.
 */
public final class NodeTemplateSource implements BlockTemplateSource {

	/** Within the time that the engine gives to a fetch. */
	private static final Duration PATIENCE = Duration.ofSeconds(8);

	/** How long a block may take from one node to another. */
	private static final Duration SLOWEST = Duration.ofSeconds(10);

	private final NodeSettings settings;

	private final InstantSource clock;

	private final List<WatchedNode> nodes;

	private final WorkChoice choice;

	private final TemplateReceiver receiver = new Receiver();

	/** Guards what follows, and tells when the choice changes. */
	private final Object monitor = new Object();

	private final List<Waiting> waiting = new ArrayList<>();

	private List<TipWatch> watches = List.of();

	private CountDownLatch stopped = new CountDownLatch(0);

	private @Nullable ExecutorService threads;

	/**
	 * Creates a source that is stopped.
	 * @param clients a client for each node, the most preferred first
	 * @param settings how they are watched
	 * @param clock the time of day
	 */
	public NodeTemplateSource(List<NodeClient> clients, NodeSettings settings, InstantSource clock) {
		this.settings = settings;
		this.clock = clock;
		this.nodes = IntStream.range(0, clients.size())
			.mapToObj((rank) -> new WatchedNode(new NodeRpc(clients.get(rank), settings.rules(), clock), rank, clock))
			.toList();
		this.choice = new WorkChoice(this.nodes);
	}

	/** Begins to watch. */
	public void start() {
		synchronized (this.monitor) {
			this.stopped = new CountDownLatch(1);
			ExecutorService executor = Executors.newCachedThreadPool(NodeTemplateSource::newThread);
			this.threads = executor;
			this.watches = this.nodes.stream()
				.map((node) -> new TipWatch(node, this.settings, this.receiver, executor, this.clock))
				.toList();
			this.watches.forEach(executor::execute);
			if (this.settings.longPoll()) {
				this.nodes.forEach((node) -> executor.execute(new LongPoll(node, this.receiver, this.stopped)));
			}
		}
	}

	/** Ends all calls and threads; the last template is kept. */
	public void stop() {
		synchronized (this.monitor) {
			this.stopped.countDown();
			this.watches.forEach(TipWatch::stop);
			if (this.threads != null) {
				this.threads.shutdownNow();
			}
		}
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "stratum-node");
		thread.setDaemon(true);
		return thread;
	}

	/** The nodes as they are, in the order of preference. */
	public List<NodeStatus> status() {
		return this.nodes.stream().map((node) -> node.status(this.receiver.isInUse(node))).toList();
	}

	/**
	 * Asks the node in use for its tip, and gets a new template if there is one.
	 */
	@Override
	public BlockTemplate fetch() throws NodeException, InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		Choice now = this.choice.current();
		List<TipWatch> asked;
		synchronized (this.monitor) {
			asked = (now != null && !this.watches.isEmpty()) ? List.of(this.watches.get(now.node().rank()))
					: this.watches;
		}
		for (TipWatch watch : asked) {
			Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
			watch.check((now != null) ? left : left.dividedBy(asked.size()));
			if (now == null && this.choice.current() != null) {
				break;
			}
		}
		Choice found = this.choice.current();
		if (found == null || found.node().failure() != null) {
			throw noWork(found);
		}
		return found.template().template();
	}

	private NodeException noWork(@Nullable Choice found) {
		NodeFailure failure = this.nodes.stream()
			.map(WatchedNode::failure)
			.filter((reason) -> reason != null)
			.findFirst()
			.orElse(NodeFailure.TIMEOUT);
		String reasons = this.nodes.stream()
			.map((node) -> (node.error() != null) ? node.error()
					: node + ": " + ((found != null && node.works()) ? "behind" : "no answer yet"))
			.collect(Collectors.joining("; "));
		return new NodeException(failure, 0, reasons, null);
	}

	/**
	 * Waits for a new tip, or for transactions after work that had none.
	 */
	@Override
	public CompletionStage<BlockTemplate> next(BlockTemplate current) {
		Waiting one = new Waiting(current, new CompletableFuture<>());
		synchronized (this.monitor) {
			this.waiting.removeIf((other) -> other.answer().isDone());
			this.waiting.add(one);
		}
		publish();
		return one.answer();
	}

	/**
	 * How deep a block is in the best chain of a node, as
	 * {@link io.stratum.mining.BlockChain} says. Asks the nodes until one has it there.
	 * @param hash the hash of the block
	 * @return its confirmations
	 * @throws NodeException if no node has it in its best chain, and not all could tell
	 */
	public int confirmations(Hash256 hash) throws NodeException {
		int found = BlockChain.UNKNOWN;
		NodeException failure = null;
		for (WatchedNode node : this.nodes) {
			try {
				ChainHeader header = node.rpc().header(hash);
				found = (header != null) ? header.confirmations() : found;
				if (found > 0) {
					return found;
				}
			}
			catch (NodeException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
		return found;
	}

	/** Tells those who wait for work that there is. */
	private void publish() {
		Choice now = this.choice.current();
		if (now == null) {
			return;
		}
		BlockTemplate template = now.template().template();
		List<Waiting> served;
		synchronized (this.monitor) {
			served = this.waiting.stream().filter((one) -> one.wants(template)).toList();
			this.waiting.removeAll(served);
		}
		served.forEach((one) -> one.answer().complete(template));
	}

	/**
	 * Somebody who waits for work.
	 *
	 * @param current the work that there is
	 * @param answer is given the next
	 */
	private record Waiting(BlockTemplate current, CompletableFuture<BlockTemplate> answer) {

		boolean wants(BlockTemplate next) {
			return !next.previousBlock().equals(this.current.previousBlock())
					|| (this.current.transactions().isEmpty() && !next.transactions().isEmpty());
		}

	}

	/**
	 * Judges what the nodes give.
	 */
	private final class Receiver implements TemplateReceiver {

		@Override
		public void came(WatchedNode node, NodeTemplate template) throws NodeException {
			node.gave(template);
			judge(node, template);
		}

		private void judge(WatchedNode node, NodeTemplate template) throws NodeException {
			WorkChoice choice = NodeTemplateSource.this.choice;
			Hash256 left = choice.isDoubtful(template) ? leftTip(node) : null;
			if (choice.offer(node, template, left)) {
				publish();
			}
		}

		@Override
		public void bridged(WatchedNode node, NodeTemplate empty) {
			if (NodeTemplateSource.this.choice.bridge(node, empty)) {
				publish();
			}
		}

		@Override
		public void checked(WatchedNode node) throws NodeException {
			Choice now = NodeTemplateSource.this.choice.current();
			NodeTemplate newest = node.newest();
			if (now != null && newest != null) {
				boolean lower = newest.template().height() < now.height();
				Instant late = now.since().plus(SLOWEST);
				node.isBehind(lower && late.isBefore(NodeTemplateSource.this.clock.instant()), now.height());
				if (now.node() != node && !now.node().works()) {
					// What was refused while the other worked
					judge(node, newest);
				}
			}
		}

		/** The tip that is worked on, if the node knows it and has left it. */
		private @Nullable Hash256 leftTip(WatchedNode node) throws NodeException {
			Choice now = NodeTemplateSource.this.choice.current();
			ChainHeader header = (now != null) ? node.rpc().header(now.tip()) : null;
			return (now != null && header != null && header.confirmations() < 0) ? now.tip() : null;
		}

		@Override
		public void failed(WatchedNode node) {
			if (NodeTemplateSource.this.choice.failed(node)) {
				publish();
			}
		}

		@Override
		public boolean isInUse(WatchedNode node) {
			Choice now = NodeTemplateSource.this.choice.current();
			return now != null && now.node() == node;
		}

	}

}
