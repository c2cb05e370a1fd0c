using System.Globalization;
using System.Reflection;
using Descent.Checkpoints;
using Descent.Torch.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TorchOptions = TorchSharp.Modules.OptimizerOptions;
using TheirState = TorchSharp.Modules.OptimizerState;

namespace Descent.Torch.Saving;

/// <summary>
/// What one of TorchSharp's own optimizers keeps of a tensor, beside the parameter here that means the same: its fields have PyTorch's names. They are public, of
/// classes that have no more in common, and so are found by their names.
/// </summary>
internal sealed class PairedState
{
    private readonly Slot _slot;
    private readonly TorchRule _rule;
    private readonly TheirState _theirs;
    private readonly List<(FieldInfo Field, StateView View)> _pairs = [];

    private PairedState(Slot slot, TorchRule rule, TheirState theirs) => (_slot, _rule, _theirs) = (slot, rule, theirs);

    /// <summary>Pairs what is there on both sides.</summary>
    /// <exception cref="ArgumentException">The other optimizer is of another kind, or keeps less.</exception>
    /// <exception cref="NotSupportedException">TorchSharp has no optimizer whose states mean the same.</exception>
    public static PairedState Of(Slot slot, OptimizerHelper other, TheirState theirs)
    {
        var rule = TorchRule.Of(slot.Rule.GetType());
        var kind = slot.Rule is AmsGrad { DecoupledWeightDecay: true } ? nameof(optim.AdamW) : rule.Name;
        if (!string.Equals(other.GetType().Name, kind, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The states of {slot.Rule.GetType().Name} are those of TorchSharp's {kind}; the other optimizer is of {other.GetType().Name}.", nameof(other));
        }

        var state = new PairedState(slot, rule, theirs);
        foreach (var (name, ours) in rule.States)
        {
            var field = theirs.GetType().GetField(name)
                ?? throw new ArgumentException($"TorchSharp's {rule.Name} keeps no '{name}' of parameter '{slot.Parameter.Name}', which {slot.Rule.GetType().Name} has as {ours}.", nameof(other));
            state._pairs.Add((field, slot.Parameter.States.First(view => view.Name == ours)));
        }

        return state;
    }

    /// <summary>Hyperparameters that differ, each with both values.</summary>
    public IEnumerable<string> Differences(TorchOptions options)
    {
        foreach (var (theirs, ours) in _rule.Hyperparameters)
        {
            var name = theirs switch { "betas.0" => "beta1", "betas.1" => "beta2", _ => theirs };
            var value = name == "lr" ? options.LearningRate : options.GetType().GetField(name)?.GetValue(options);
            if (value is double number && _slot.Rule.Hyperparameters.First(each => each.Name == ours).Number is var here && here != number)
            {
                yield return FormattableString.Invariant($"{name} is {number:R} there, and {ours} {here:R} here");
            }
        }

        foreach (var (name, expected) in _rule.Fixed)
        {
            if (options.GetType().GetField(name)?.GetValue(options) is { } value && Convert.ToString(value, CultureInfo.InvariantCulture) is var text && text != expected)
            {
                yield return $"{name} is {text} there, and {expected} in {_slot.Rule.GetType().Name}";
            }
        }
    }

    /// <summary>Refuses states that are not of the parameter's shape; one that is not there yet is one that has not begun.</summary>
    public void RefuseOtherShapes()
    {
        foreach (var (field, _) in _pairs)
        {
            if (field.GetValue(_theirs) is Tensor tensor && !tensor.shape.AsSpan().SequenceEqual(_slot.Layout.Shape))
            {
                throw new ArgumentException(
                    $"'{field.Name}' of parameter '{_slot.Parameter.Name}' has the shape [{string.Join(", ", tensor.shape)}] there, and its weights [{string.Join(", ", _slot.Layout.Shape)}].");
            }
        }
    }

    /// <summary>Takes their values, each as it is or rounded once, and their number of steps.</summary>
    public void Take()
    {
        foreach (var (field, view) in _pairs)
        {
            switch (field.GetValue(_theirs))
            {
                case Tensor tensor:
                    using (var values = tensor.detach().cpu().to_type(ScalarType.Float64).permute(_slot.Layout.OrderInMemory).contiguous())
                    {
                        view.CopyFrom<double>(values.data<double>().ToArray());
                    }

                    break;
                case double value:
                    view.Value = value;
                    break;
            }
        }

        var steps = _theirs.GetType().GetField("step")?.GetValue(_theirs) is long count ? count : HasBegun ? Math.Max(1, _slot.Parameter.StepCount) : 0;
        _slot.Parameter.State.Standing.StepCount = checked((int)steps);
    }

    /// <summary>Gives them ours.</summary>
    public void Give()
    {
        foreach (var (field, view) in _pairs)
        {
            if (field.FieldType == typeof(double))
            {
                field.SetValue(_theirs, view.Value);
                continue;
            }

            var before = (Tensor?)field.GetValue(_theirs);
            var after = Make(view, before?.dtype ?? _slot.Layout.Type).DetachFromDisposeScope();
            field.SetValue(_theirs, after);
            before?.Dispose();
        }

        _theirs.GetType().GetField("step")?.SetValue(_theirs, (long)_slot.Parameter.StepCount);
    }

    private bool HasBegun => _pairs.Exists(pair => pair.Field.GetValue(_theirs) is Tensor);

    /// <summary>A tensor of its own, one row after the other: TorchSharp loads and saves no others.</summary>
    private Tensor Make(StateView view, ScalarType type)
    {
        var order = _slot.Layout.OrderInMemory;
        using var flat = torch.tensor(view.ToArray<double>(), _slot.Layout.ShapeInMemory.Select(size => (long)size).ToArray(), ScalarType.Float64);
        using var typed = flat.to_type(type);
        return typed.permute([.. Enumerable.Range(0, order.Length).Select(dimension => (long)Array.IndexOf(order, (long)dimension))]).contiguous();
    }
}
