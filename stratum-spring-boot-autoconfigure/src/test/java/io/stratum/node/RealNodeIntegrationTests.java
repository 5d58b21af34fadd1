package io.stratum.node;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockChain;
import io.stratum.mining.BlockTemplate;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RealNodeIntegrationTests {

	@TempDir
	Path directory;

	private final List<RegtestNode> nodes = new ArrayList<>();

	private NodeTemplateSource source;

	@BeforeEach
	void startNode() {
		addNode("first");
	}

	@AfterEach
	void close() {
		if (this.source != null) {
			this.source.stop();
		}
		this.nodes.forEach(RegtestNode::close);
	}

	@Test
	void aNewTipCostsOneTemplate() throws Exception {
		this.nodes.get(0).mine(1);
		watch();
		BlockTemplate template = this.source.fetch();
		assertThat(template.height()).isEqualTo(2);
		RegtestNode.await(() -> this.source.status().get(0).longPoll());
		for (int height = 3; height < 8; height++) {
			this.nodes.get(0).mine(1);
			template = next(template);
			assertThat(template.height()).isEqualTo(height);
		}
		assertThat(this.source.status().get(0)).satisfies((node) -> {
			assertThat(node.chain()).isEqualTo("regtest");
			assertThat(node.peers()).isZero();
			assertThat(node.works()).isTrue();
		});
	}

	@Test
	void invalidatingATipIsFollowed() throws Exception {
		RegtestNode node = this.nodes.get(0);
		node.mine(5);
		watch();
		BlockTemplate template = this.source.fetch();
		assertThat(template.height()).isEqualTo(6);
		try (LogLines log = new LogLines(WorkChoice.class)) {
			node.call("invalidateblock", "[\"" + node.tip() + "\"]");
			template = next(template);
			assertThat(template.height()).isEqualTo(5);
			assertThat(log.lines).singleElement().asString().startsWith("WARN The chain of node 'first'");
		}
		node.mine(1);
		assertThat(next(template).height()).isEqualTo(6);
	}

	@Test
	void saysHowDeepABlockIsAndThatAnotherIsOnASideBranch() throws Exception {
		RegtestNode node = this.nodes.get(0);
		node.mine(1);
		Hash256 block = Hash256.fromDisplay(node.tip());
		watch();
		BlockChain chain = this.source::confirmations;
		assertThat(chain.confirmations(block)).isEqualTo(1);
		node.mine(2);
		assertThat(chain.confirmations(block)).isEqualTo(3);
		node.call("invalidateblock", "[\"" + block + "\"]");
		assertThat(chain.confirmations(block)).isEqualTo(BlockChain.SIDE_BRANCH);
		assertThat(chain.confirmations(Hash256.ZERO)).isEqualTo(BlockChain.UNKNOWN);
	}

	@Test
	void aNodeThatIsStoppedKilledOrHangsIsReplacedAndComesBack() throws Exception {
		RegtestNode first = this.nodes.get(0);
		first.mine(3);
		RegtestNode second = addNode("second");
		second.connect(first);
		watch();
		RegtestNode.await(() -> this.source.status().get(0).inUse() && this.source.status().get(1).works());
		for (String signal : List.of("TERM", "KILL", "STOP")) {
			first.signal(signal);
			RegtestNode.await(() -> this.source.status().get(1).inUse());
			second.mine(1);
			int height = second.height() + 1;
			RegtestNode.await(() -> this.source.fetch().height() == height);
			if (signal.equals("STOP")) {
				first.signal("CONT");
			}
			else {
				first.start();
			}
			assertThat(this.source.status().get(1).inUse()).isTrue();
			first.connect(second);
			RegtestNode.await(() -> this.source.status().get(0).inUse());
			assertThat(this.source.fetch().height()).isEqualTo(height);
		}
	}

	@Test
	void aNodeThatIsBehindIsNotFollowed() throws Exception {
		RegtestNode first = this.nodes.get(0);
		first.mine(3);
		RegtestNode second = addNode("second");
		second.connect(first);
		second.disconnect();
		first.mine(3);
		watch();
		RegtestNode.await(() -> this.source.status().get(0).inUse() && this.source.status().get(1).works());
		first.signal("KILL");
		RegtestNode.await(() -> this.source.status().get(0).failure() == NodeFailure.REFUSED);
		second.mine(1);
		RegtestNode.await(() -> this.source.status().get(1).height() == 4);
		assertThat(catchThrowableOfType(NodeException.class, () -> this.source.fetch()).failure())
			.isEqualTo(NodeFailure.REFUSED);
		second.mine(3);
		RegtestNode.await(() -> this.source.status().get(1).inUse());
		assertThat(this.source.fetch().height()).isEqualTo(8);
	}

	@Test
	void aChainWithoutSegwitIsRead() throws Exception {
		RegtestNode node = addNode("old", "-testactivationheight=segwit@500");
		this.nodes.remove(0).close();
		node.mine(1);
		watch();
		BlockTemplate template = this.source.fetch();
		assertThat(template.witnessCommitment()).isNull();
		assertThat(template.weightLimit()).isEqualTo(4_000_000);
		assertThat(template.sigopLimit()).isEqualTo(80_000);
	}

	private RegtestNode addNode(String name, String... options) {
		RegtestNode node = new RegtestNode(RegtestNode.folder(this.directory, name), options);
		this.nodes.add(node);
		return node;
	}

	private void watch() {
		List<NodeClient> clients = new ArrayList<>();
		for (RegtestNode node : this.nodes) {
			clients.add(node.client(clients.isEmpty() ? "first" : "second"));
		}
		this.source = new NodeTemplateSource(clients,
				new NodeSettings(Set.of("regtest"), Set.of("segwit", "signet"), true, Duration.ofMillis(200), null),
				InstantSource.system());
		this.source.start();
	}

	private BlockTemplate next(BlockTemplate current) throws Exception {
		return this.source.next(current).toCompletableFuture().get(1, TimeUnit.MINUTES);
	}

}
