using OpenCvSharp;

namespace EmotionGrpc.Inference.Images;

/// <summary>A picture's pixels, perhaps fewer than the picture has.</summary>
/// <param name="Pixels">8-bit BGR; the caller disposes them.</param>
/// <param name="Whole">Size of the picture.</param>
public readonly record struct ReducedPicture(Mat Pixels, Size Whole);
