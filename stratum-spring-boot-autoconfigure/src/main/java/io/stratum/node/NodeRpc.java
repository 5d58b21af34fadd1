package io.stratum.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

import io.stratum.bitcoin.Hash256;
import io.stratum.bitcoin.Hex;

/**
 * The methods of a node that are used, with a limit of time for each.
 */
final class NodeRpc {

	/** Nodes that hold their main lock answer late. */
	private static final Duration QUICK = Duration.ofSeconds(5);

	private static final Duration TEMPLATE = Duration.ofSeconds(30);

	/** Without news an answer may never come; then it is asked anew. */
	private static final Duration LONG_POLL = Duration.ofMinutes(5);

	private static final Duration SUBMISSION = Duration.ofSeconds(60);

	private static final int NOT_FOUND = -5;

	private final NodeClient client;

	private final Set<String> rules;

	private final InstantSource clock;

	private final String ruleList;

	NodeRpc(NodeClient client, Set<String> rules, InstantSource clock) {
		this.client = client;
		this.rules = rules;
		this.clock = clock;
		this.ruleList = rules.stream().sorted().map(Json::quote).collect(Collectors.joining(",", "[", "]"));
	}

	NodeEndpoint endpoint() {
		return this.client.endpoint();
	}

	Hash256 bestBlock() throws NodeException {
		return call(new RpcCall("getbestblockhash", "[]", QUICK), (parser) -> Json.hash(parser, "result"));
	}

	NodeTemplate template() throws NodeException {
		return call(new RpcCall("getblocktemplate", "[{\"rules\":" + this.ruleList + "}]", TEMPLATE),
				this::readTemplate);
	}

	/** Waits for the template after the one with the id. */
	NodeTemplate longPoll(String id) throws NodeException {
		String params = "[{\"rules\":" + this.ruleList + ",\"longpollid\":" + Json.quote(id) + "}]";
		return call(new RpcCall("getblocktemplate", params, LONG_POLL, "longpoll"), this::readTemplate);
	}

	private NodeTemplate readTemplate(JsonParser parser) {
		return TemplateReader.read(parser, this.rules, this.clock);
	}

	/** The name of the chain. */
	String chain() throws NodeException {
		String[] chain = { "" };
		call(new RpcCall("getblockchaininfo", "[]", QUICK), (parser) -> {
			Json.fields(parser, "result", (name) -> {
				if (name.equals("chain")) {
					chain[0] = Json.text(parser, name);
				}
				parser.skipChildren();
			});
			return chain;
		});
		return chain[0];
	}

	NodeException onWrongChain(String chain, Set<String> expected) {
		return this.client.failed(NodeFailure.WRONG_CHAIN, new RpcCall("getblockchaininfo", "[]", QUICK),
				"chain: " + Json.printable(chain) + " (expected: " + String.join(" or ", expected) + ")");
	}

	NodeException onFault(Throwable fault) {
		return this.client.failed(NodeFailure.MALFORMED, new RpcCall("getblocktemplate", "[]", TEMPLATE),
				"not handled: " + Json.printable(fault.toString()));
	}

	/** How many nodes it is connected to. */
	int peers() throws NodeException {
		return call(new RpcCall("getconnectioncount", "[]", QUICK),
				(parser) -> (int) Json.number(parser, "result", 0, Integer.MAX_VALUE));
	}

	/** The header of a block, or null if the node does not know it. */
	@Nullable ChainHeader header(Hash256 hash) throws NodeException {
		try {
			return call(new RpcCall("getblockheader", "[\"" + hash + "\"]", QUICK), ChainHeader::read);
		}
		catch (NodeException ex) {
			if (ex.code() == NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Submits a block.
	 * @return what the node said; null means that it is on the best chain now
	 */
	@Nullable String submit(byte[] block) throws NodeException {
		return this.client.call(new RpcCall("submitblock", "[\"" + digits(block) + "\"]", SUBMISSION),
				(parser) -> Json.text(parser, "result"));
	}

	/**
	 * Asks whether a block would be good, but for its proof of work.
	 * @return what is wrong with it, or null if it is good
	 */
	@Nullable String propose(byte[] block) throws NodeException {
		String params = "[{\"mode\":\"proposal\",\"rules\":" + this.ruleList + ",\"data\":\"" + digits(block) + "\"}]";
		return this.client.call(new RpcCall("getblocktemplate", params, SUBMISSION, "proposal"),
				(parser) -> Json.text(parser, "result"));
	}

	/** Has the node prefer a block to others of the same work. */
	void prefer(Hash256 hash) throws NodeException {
		this.client.call(new RpcCall("preciousblock", "[\"" + hash + "\"]", QUICK), (parser) -> {
			parser.skipChildren();
			return "";
		});
	}

	private static String digits(byte[] bytes) {
		byte[] digits = new byte[2 * bytes.length];
		Hex.put(digits, 0, bytes, 0, bytes.length);
		return new String(digits, StandardCharsets.ISO_8859_1);
	}

	private <T> T call(RpcCall call, RpcReply.ResultReader<T> reader) throws NodeException {
		T result = this.client.call(call, reader);
		if (result == null) {
			throw this.client.failed(NodeFailure.MALFORMED, call, "result: null (expected: a value)");
		}
		return result;
	}

}
