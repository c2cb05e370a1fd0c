using System.Numerics;

namespace Descent.Benchmarks.Adam;

/// <summary>The generated loop of a relaxed rule, called with spans.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class GeneratedRelaxed<T>() : Contender<T>("generated, relaxed", Agreement.EqualButForRounding)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly RelaxedAdam s_optimizer = new();
    private RelaxedAdamState? _state;

    public override void Step(AdamTensor<T> tensor)
    {
        // Its state begins as the tensor's and is its own from then on, in memory alike.
        if (_state?.Length != tensor.Length)
        {
            _state = s_optimizer.CreateState(tensor.Weights);
            tensor.State.FirstMoment.CopyTo(_state.FirstMoment);
            tensor.State.SecondMoment.CopyTo(_state.SecondMoment);
            _state.StepCount = tensor.State.StepCount;
        }

        s_optimizer.Update(tensor.Weights, tensor.Gradients, _state);
    }

    public override void Settle(AdamTensor<T> tensor)
    {
        _state!.FirstMoment.CopyTo(tensor.State.FirstMoment);
        _state.SecondMoment.CopyTo(tensor.State.SecondMoment);
    }
}
