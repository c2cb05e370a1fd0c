using TorchSharp;
using static TorchSharp.torch;
using TorchOptions = TorchSharp.Modules.OptimizerOptions;
using TorchParameter = TorchSharp.Modules.Parameter;
using TorchState = TorchSharp.Modules.OptimizerState;

namespace Descent.Torch.Saving;

/// <summary>What TorchSharp asks about one parameter. Its state is saved and loaded with that of the whole optimizer (<see cref="RuleOptions"/>).</summary>
/// <param name="tensor">The tensor.</param>
/// <param name="parameter">The parameter; <see langword="null"/> for a tensor without weights.</param>
internal sealed class ParameterState(TorchParameter tensor, Parameter? parameter) : TorchState(tensor)
{
    private readonly Parameter? _steppedAs = parameter;

    public override void SaveStateDict(BinaryWriter writer)
    {
    }

    public override void LoadStateDict(BinaryReader reader)
    {
    }

    public override void LoadStateDict(TorchState source)
    {
    }

    public override void Initialize(TorchOptions options) => throw new NotSupportedException("A state begins anew with a new optimizer.");

    public override void to(Device device)
    {
        if (device.type != DeviceType.CPU)
        {
            throw new NotSupportedException($"The state of an optimizer stays in the processor's memory, and {device} is elsewhere.");
        }
    }

    /// <summary>Whether both have the same values.</summary>
    public override bool ApproximatelyEquals(TorchState other)
        => other is ParameterState { _steppedAs: var that }
            && (_steppedAs, that) switch
            {
                (null, null) => true,
                ({ } mine, { } theirs) => mine.StepCount == theirs.StepCount && mine.States.Count == theirs.States.Count && mine.States.Zip(theirs.States).All(AreEqual),
                _ => false,
            };

    private static bool AreEqual((StateView Mine, StateView Theirs) states)
        => states.Mine.Name == states.Theirs.Name && (states.Mine.Schema.Per == Per.Tensor
            ? states.Mine.Value.Equals(states.Theirs.Value)
            : states.Mine.ToArray<double>().AsSpan().SequenceEqual(states.Theirs.ToArray<double>()));
}
