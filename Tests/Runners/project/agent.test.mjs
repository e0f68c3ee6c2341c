// The same question by Node's own WebSocket and test runner: `livetop test calls -- node --test agent.test.mjs`.
import assert from "node:assert/strict";
import { test } from "node:test";

const path = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent";

async function answer(question) {
  const base = process.env.GOOGLE_GEMINI_BASE_URL.replace(/^http/, "ws");
  const socket = new WebSocket(`${base}${path}?key=${process.env.GEMINI_API_KEY ?? "rehearsal"}`);
  socket.binaryType = "arraybuffer";
  let text = "";
  return new Promise((resolve, reject) => {
    const say = (message) => socket.send(JSON.stringify(message));
    socket.onopen = () =>
      say({ setup: { model: "models/gemini-2.0-flash-live-001", generationConfig: { responseModalities: ["TEXT"] } } });
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(typeof data === "string" ? data : Buffer.from(data).toString());
      if (message.setupComplete) {
        say({ clientContent: { turns: [{ role: "user", parts: [{ text: question }] }], turnComplete: true } });
      }
      text += message.serverContent?.modelTurn?.parts?.map((part) => part.text ?? "").join("") ?? "";
      if (message.serverContent?.turnComplete) {
        socket.close();
        resolve(text);
      }
    };
    socket.onerror = () => reject(new Error("the connection failed"));
  });
}

test("it answers", async () => {
  assert.ok(await answer(process.env.QUESTION ?? "Hello?"));
});
