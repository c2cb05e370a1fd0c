using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>The generated loop, called with spans.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class GeneratedSpans<T>() : Contender<T>("generated, Update(spans)", Agreement.SameBits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Step(AdamTensor<T> tensor) => tensor.Optimizer.Update(tensor.Weights, tensor.Gradients, tensor.State);
}
