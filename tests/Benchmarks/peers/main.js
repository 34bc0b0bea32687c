// One process of a peer: node main.js PEER PORT. Prints one line when it listens.
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const peers = { plain: "./plain/recognizer.js", human: "./human/recognizer.js" };
const [name, port] = process.argv.slice(2);
if (!(name in peers) || !/^\d+$/.test(port ?? "")) {
  console.error(`usage: node main.js ${Object.keys(peers).join("|")} PORT`);
  process.exit(2);
}

// Whoever started this holds the other end; a benchmark that is killed leaves nothing behind.
process.stdin.on("end", () => process.exit()).resume();

const { createRecognizer } = await import(peers[name]);
const recognize = await createRecognizer();

const file = fileURLToPath(new URL("peer.proto", import.meta.url));
const definition = loader.loadSync(file, { keepCase: false, longs: Number, defaults: true });
const { PeerService } = grpc.loadPackageDefinition(definition).emotion.peers.v1;
const server = new grpc.Server({ "grpc.max_receive_message_length": 16 << 20 });
server.addService(PeerService.service, {
  recognize(call, answer) {
    recognize(call.request).then(
      (persons) => answer(null, { persons }),
      (error) => answer({ code: grpc.status.INTERNAL, details: String(error?.stack ?? error) }));
  },
});
server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) {
    console.error(error.message);
    process.exit(1);
  }
  console.log("listening");
});
