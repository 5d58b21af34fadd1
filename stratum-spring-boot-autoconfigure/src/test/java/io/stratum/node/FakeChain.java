package io.stratum.node;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.stratum.node.ScriptedNode.Request;

/**
 * The chain of a scripted node: a tip, which long polls wait for, and what it knows of
 * other blocks.
 */
public final class FakeChain {

	private final ScriptedNode node;

	private final Map<String, Integer> confirmations = new HashMap<>();

	private String tip;

	private int height;

	private boolean hung;

	public FakeChain(ScriptedNode node, int height) {
		this.node = node;
		this.tip = hash(height);
		this.height = height;
		node.on("getblocktemplate", this::template);
		node.on("getbestblockhash", (request, out) -> answer("\"" + current() + "\"", request, out));
		node.on("getblockchaininfo", "getblockchaininfo.json");
		node.on("getconnectioncount", (request, out) -> answer("8", request, out));
		node.on("getblockheader", this::header);
	}

	/** The hash of a block of the chain that all have. */
	static String hash(int height) {
		return "%064x".formatted(height + 1);
	}

	synchronized void tip(int height, String hash) {
		this.height = height;
		this.tip = hash;
		notifyAll();
	}

	public void grow() {
		tip(this.height + 1, hash(this.height + 1));
	}

	/** What the node says of a block that it knows, or knew. */
	synchronized void knows(String hash, int confirmations) {
		this.confirmations.put(hash, confirmations);
	}

	/** As with SIGSTOP: the kernel accepts connections, nobody answers. */
	synchronized void hang(boolean hung) {
		this.hung = hung;
		notifyAll();
	}

	private synchronized String current() {
		return this.tip;
	}

	private void template(Request request, OutputStream out) throws Exception {
		ObjectNode answer = (ObjectNode) JsonMapper.shared()
			.readTree(ScriptedNode.resource("getblocktemplate-empty.json"));
		synchronized (this) {
			String id = request.params().path(0).path("longpollid").asString("");
			while (id.equals(this.tip + "1")) {
				wait();
			}
			ObjectNode result = (ObjectNode) answer.path("result");
			result.put("previousblockhash", this.tip).put("height", this.height + 1).put("longpollid", this.tip + "1");
		}
		answer(answer.path("result").toString(), request, out);
	}

	private void header(Request request, OutputStream out) throws Exception {
		Integer known;
		synchronized (this) {
			known = this.confirmations.get(request.params().path(0).asString());
		}
		if (known == null) {
			ScriptedNode
				.answer(500, "{\"result\":null,\"error\":{\"code\":-5,\"message\":\"Block not found\"},\"id\":1}")
				.answer(request, out);
			return;
		}
		answer("{\"height\":1,\"confirmations\":" + known + ",\"time\":1,\"mediantime\":1,\"bits\":\"207fffff\"}",
				request, out);
	}

	private void answer(String result, Request request, OutputStream out) throws Exception {
		synchronized (this) {
			while (this.hung) {
				wait();
			}
		}
		ScriptedNode.answer(200, "{\"result\":" + result + ",\"error\":null,\"id\":1}").answer(request, out);
	}

	public ScriptedNode node() {
		return this.node;
	}

}
