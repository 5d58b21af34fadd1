package io.stratum.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stratum.NewThreads;
import io.stratum.mining.BlockTemplate;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class NodeTemplateSourceIntegrationTests {

	private static final Duration POLL = Duration.ofMillis(100);

	private final NewThreads threads = new NewThreads();

	private final List<ScriptedNode> nodes = new ArrayList<>();

	private NodeTemplateSource source;

	@AfterEach
	void close() {
		if (this.source != null) {
			this.source.stop();
		}
		this.nodes.forEach(ScriptedNode::close);
	}

	@Test
	void theAnswerToALongPollIsTheNextTemplate() throws Exception {
		FakeChain chain = chain(100);
		start(true, Duration.ofMinutes(1));
		BlockTemplate template = this.source.fetch();
		assertThat(template.height()).isEqualTo(101);
		await((status) -> status.get(0).longPoll());
		chain.grow();
		assertThat(next(template).height()).isEqualTo(102);
		assertThat(chain.node().count("getblocktemplate")).isLessThanOrEqualTo(3);
	}

	@Test
	void aTipIsFoundWithoutLongPoll() throws Exception {
		FakeChain chain = chain(100);
		start(false, POLL);
		BlockTemplate template = this.source.fetch();
		chain.grow();
		assertThat(next(template).height()).isEqualTo(102);
		assertThat(this.source.status().get(0).longPoll()).isFalse();
	}

	@Test
	void aFetchAsksForTheTip() throws Exception {
		FakeChain chain = chain(100);
		start(false, Duration.ofHours(1));
		this.source.fetch();
		chain.grow();
		assertThat(this.source.fetch().height()).isEqualTo(102);
	}

	@Test
	void startsBeforeTheNodeDoes() throws Exception {
		FakeChain chain = chain(100);
		chain.node().on("getblockchaininfo", "error-28.json");
		try (LogLines log = new LogLines(WatchedNode.class)) {
			start(true, POLL);
			NodeException thrown = catchThrowableOfType(NodeException.class, () -> this.source.fetch());
			assertThat(thrown).hasMessageEndingWith("getblockchaininfo: error -28: Verifying blocks…");
			assertThat(thrown.failure()).isEqualTo(NodeFailure.WARMING_UP);
			chain.node().on("getblockchaininfo", "getblockchaininfo.json");
			await((status) -> status.get(0).inUse());
			assertThat(this.source.fetch().height()).isEqualTo(101);
			assertThat(log.lines).hasSize(2)
				.satisfiesExactly((line) -> assertThat(line).startsWith("WARN No work from node '0' at http://127"),
						(line) -> assertThat(line).startsWith("INFO Connected to node '0'").endsWith("chain regtest"));
		}
	}

	@Test
	void aNodeOnAnotherChainIsNotUsed() {
		FakeChain chain = chain(100);
		chain.node().on("getblockchaininfo", "getblockchaininfo-testnet4.json");
		try (LogLines log = new LogLines(WatchedNode.class)) {
			start(true, POLL);
			NodeException thrown = catchThrowableOfType(NodeException.class, () -> this.source.fetch());
			assertThat(thrown.failure()).isEqualTo(NodeFailure.WRONG_CHAIN);
			assertThat(thrown).hasMessageEndingWith("chain: testnet4 (expected: regtest)");
			assertThat(log.lines).singleElement().asString().startsWith("ERROR No work from node '0'");
		}
		assertThat(chain.node().count("getblocktemplate")).isZero();
	}

	@Test
	void workComesFromTheQuickestNode() throws Exception {
		chain(100);
		FakeChain second = chain(100);
		start(true, POLL);
		await((status) -> status.get(0).inUse() && status.get(1).tip() != null);
		BlockTemplate template = this.source.fetch();
		second.grow();
		assertThat(next(template).height()).isEqualTo(102);
		await((status) -> status.get(1).inUse());
	}

	@Test
	void aNodeThatIsBehindIsNotFollowed() throws Exception {
		FakeChain first = chain(180);
		FakeChain second = chain(177);
		start(true, POLL);
		await((status) -> status.get(0).inUse() && status.get(1).tip() != null);
		first.node().close();
		await((status) -> status.get(0).failure() == NodeFailure.REFUSED);
		second.grow();
		await((status) -> status.get(1).height() == 178);
		assertThat(this.source.status().get(0).inUse()).isTrue();
		assertThat(catchThrowableOfType(NodeException.class, () -> this.source.fetch()).failure())
			.isEqualTo(NodeFailure.REFUSED);
		second.grow();
		second.grow();
		await((status) -> status.get(1).inUse());
		assertThat(this.source.fetch().height()).isEqualTo(181);
	}

	@Test
	void aNodeThatHangsIsReplacedAndComesBack() throws Exception {
		FakeChain first = chain(100);
		chain(100);
		start(true, POLL);
		await((status) -> status.get(0).inUse() && status.get(1).tip() != null);
		first.hang(true);
		await((status) -> status.get(1).inUse());
		assertThat(this.source.status().get(0).failure()).isEqualTo(NodeFailure.TIMEOUT);
		assertThat(this.source.fetch().height()).isEqualTo(101);
		first.hang(false);
		await((status) -> status.get(0).inUse());
	}

	@Test
	void aReorganizationIsFollowed() throws Exception {
		FakeChain chain = chain(100);
		start(true, POLL);
		BlockTemplate template = this.source.fetch();
		chain.knows(FakeChain.hash(100), -1);
		chain.tip(99, "f".repeat(64));
		assertThat(next(template).height()).isEqualTo(100);
	}

	@Test
	void aChainThatBeganAnewIsNotFollowed() throws Exception {
		FakeChain chain = chain(100);
		start(true, POLL);
		this.source.fetch();
		chain.tip(0, "f".repeat(64));
		await((status) -> status.get(0).height() == 0);
		assertThat(this.source.fetch().height()).isEqualTo(101);
	}

	@Test
	void leavesNoThreadBehind() throws Exception {
		chain(100);
		start(true, POLL);
		this.source.fetch();
		try (LogLines log = new LogLines(WatchedNode.class)) {
			this.source.stop();
			Awaitility.await().until(() -> this.threads.count("stratum-node") == 0);
			assertThat(log.lines).isEmpty();
		}
		this.source.start();
		assertThat(this.source.fetch().height()).isEqualTo(101);
	}

	private FakeChain chain(int height) {
		ScriptedNode node = new ScriptedNode();
		this.nodes.add(node);
		return new FakeChain(node, height);
	}

	private void start(boolean longPoll, Duration poll) {
		List<NodeClient> clients = new ArrayList<>();
		for (ScriptedNode node : this.nodes) {
			clients.add(new NodeClient(NodeEndpoint.of(Integer.toString(clients.size()), node.url()), null,
					Duration.ofSeconds(5), NodeCallObserver.NONE));
		}
		this.source = new NodeTemplateSource(clients,
				new NodeSettings(Set.of("regtest"), Set.of("segwit"), longPoll, poll, null), InstantSource.system());
		this.source.start();
	}

	private BlockTemplate next(BlockTemplate current) throws Exception {
		return this.source.next(current).toCompletableFuture().get(1, TimeUnit.MINUTES);
	}

	private void await(Predicate<List<NodeStatus>> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> condition.test(this.source.status()));
	}

}
