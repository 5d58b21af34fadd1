package io.stratum.node;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;
import io.stratum.mining.BlockTemplate;
import io.stratum.server.LogLines;

import static org.assertj.core.api.Assertions.assertThat;

class WorkChoiceTests {

	private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_796_067_600));

	private final WatchedNode first = node("first", 0);

	private final WatchedNode second = node("second", 1);

	private final WorkChoice choice = new WorkChoice(List.of(this.first, this.second));

	@Test
	void takesTheFirstHigherTipFromAnyNode() {
		assertThat(offer(this.first, 100, "a")).isTrue();
		assertThat(offer(this.second, 101, "b")).isTrue();
		assertChosen(this.second, 101);
		assertThat(offer(this.second, 102, "c")).isTrue();
	}

	@Test
	void goesBackToThePreferredNodeOnTheSameTipOnly() {
		offer(this.first, 100, "a");
		offer(this.second, 101, "b");
		assertThat(offer(this.first, 100, "x")).isFalse();
		assertChosen(this.second, 101);
		assertThat(offer(this.first, 101, "b")).isTrue();
		assertChosen(this.first, 101);
		assertThat(offer(this.second, 101, "b")).isFalse();
	}

	@Test
	void newTransactionsOfTheNodeInUseAreNews() {
		offer(this.first, 100, "a");
		assertThat(offer(this.first, 100, "a")).isTrue();
	}

	@Test
	void neverFollowsANodeThatIsBehind() {
		offer(this.first, 180, "a");
		this.first.failed(failure());
		assertThat(this.choice.failed(this.first)).isFalse();
		assertThat(offer(this.second, 177, "b")).isFalse();
		assertChosen(this.first, 180);
		assertThat(offer(this.second, 180, "a")).isTrue();
		assertChosen(this.second, 180);
	}

	@Test
	void followsALowerTipOfANodeThatHasLeftTheHigherOne() {
		offer(this.first, 100, "a");
		try (LogLines log = new LogLines(WorkChoice.class)) {
			assertThat(this.choice.offer(this.first, template(99, "b"), hash("z"))).isFalse();
			assertThat(this.choice.offer(this.first, template(99, "b"), hash("a"))).isTrue();
			assertThat(log.lines).singleElement()
				.asString()
				.startsWith("WARN The chain of node 'first' at http://first:8332/ was reorganized");
		}
		assertChosen(this.first, 99);
	}

	@Test
	void staysWithTheNodeThatIsStillOnTheHigherTip() {
		offer(this.first, 100, "a");
		offer(this.second, 100, "a");
		assertThat(this.choice.offer(this.first, template(99, "b"), hash("a"))).isTrue();
		assertChosen(this.second, 100);
		assertThat(this.choice.offer(this.first, template(99, "c"), hash("a"))).isFalse();
	}

	@Test
	void followsItsNodeToAnotherTipOfTheSameHeight() {
		offer(this.first, 100, "a");
		assertThat(offer(this.second, 100, "b")).isFalse();
		assertThat(offer(this.first, 100, "c")).isTrue();
		assertThat(this.choice.current().tip()).isEqualTo(hash("c"));
	}

	@Test
	void takesAnotherNodeOnTheSameTipWhenTheOneInUseFails() {
		offer(this.first, 100, "a");
		offer(this.second, 100, "a");
		assertThat(this.choice.failed(this.second)).isFalse();
		this.first.failed(failure());
		assertThat(this.choice.failed(this.first)).isTrue();
		assertChosen(this.second, 100);
	}

	@Test
	void takesANodeOnAnotherBranchOnlyWhenTheOneInUseFails() {
		offer(this.first, 100, "a");
		offer(this.second, 100, "b");
		assertChosen(this.first, 100);
		this.first.failed(failure());
		assertThat(this.choice.failed(this.first)).isFalse();
		assertThat(offer(this.second, 100, "b")).isTrue();
	}

	private boolean offer(WatchedNode node, int height, String tip) {
		NodeTemplate template = template(height, tip);
		node.gave(template);
		node.answered();
		return this.choice.offer(node, template, null);
	}

	private void assertChosen(WatchedNode node, int height) {
		assertThat(this.choice.current().node()).isSameAs(node);
		assertThat(this.choice.current().height()).isEqualTo(height);
	}

	private static NodeTemplate template(int height, String tip) {
		return new NodeTemplate(BlockTemplate.builder()
			.previousBlock(hash(tip))
			.height(height)
			.nBits(0x207fffff)
			.time(1_796_067_600)
			.minTime(1_796_067_000)
			.coinbaseValue(0)
			.fetched(CLOCK.instant())
			.build(), null);
	}

	private static Hash256 hash(String name) {
		byte[] bytes = new byte[32];
		bytes[0] = (byte) name.charAt(0);
		return Hash256.ofInternal(bytes);
	}

	private static NodeException failure() {
		return new NodeException(NodeFailure.REFUSED, 0, "refused", null);
	}

	private static WatchedNode node(String name, int rank) {
		NodeEndpoint endpoint = NodeEndpoint.of(name, URI.create("http://" + name));
		NodeClient client = new NodeClient(endpoint, null, Duration.ofSeconds(1), NodeCallObserver.NONE);
		return new WatchedNode(new NodeRpc(client, Set.of("segwit"), CLOCK), rank, CLOCK);
	}

}
