/** The messages of the contract, protos/emotion/v1. */
export * from "./gen/emotion/v1/detection_pb.js";
export * from "./gen/emotion/v1/fusion_pb.js";
export * from "./gen/emotion/v1/image_pb.js";
export * from "./gen/emotion/v1/model_pb.js";
export * from "./gen/emotion/v1/person_pb.js";
export * from "./gen/emotion/v1/recognition_pb.js";
export * from "./gen/emotion/v1/score_pb.js";
