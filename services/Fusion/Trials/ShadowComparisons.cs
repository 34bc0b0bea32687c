using EmotionGrpc.V1;
using Microsoft.Extensions.Options;

namespace EmotionGrpc.Fusion.Trials;

/// <summary>One comparison a stream.</summary>
internal sealed class ShadowComparisons(IOptions<FusionServiceOptions> options)
{
    private readonly ShadowComparison _face = new(StreamKind.Face, options.Value.Shadow.Queue);
    private readonly ShadowComparison _body = new(StreamKind.Body, options.Value.Shadow.Queue);

    public IEnumerable<ShadowComparison> All => [_face, _body];

    public ShadowComparison Of(StreamKind stream) => stream == StreamKind.Face ? _face : _body;
}
