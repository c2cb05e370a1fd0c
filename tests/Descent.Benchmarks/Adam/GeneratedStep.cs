using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>The generated loop, called for all parameters that were added, of which there is one.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class GeneratedStep<T>() : Contender<T>("generated, Add and Step()", Agreement.SameBits)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Step(AdamTensor<T> tensor) => tensor.Optimizer.Step();
}
