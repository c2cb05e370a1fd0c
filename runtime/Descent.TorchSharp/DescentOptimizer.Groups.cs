using System.Globalization;
using System.Runtime.InteropServices;
using Descent.Torch.Saving;
using Descent.Torch.Tensors;
using TorchSharp.Modules;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace Descent.Torch;

/// <content>Its groups.</content>
public partial class DescentOptimizer
{
    /// <summary>Adds a group, with a rule of its own; options, events and all other groups stay as they are.</summary>
    /// <param name="param_group">A <see cref="DescentParamGroup"/>.</param>
    /// <exception cref="ArgumentException">
    /// It is no such group, its rule has parameters, a parameter is in another group, a name is there twice, or the weights of two parameters overlap. Nothing was changed.
    /// </exception>
    /// <exception cref="NotSupportedException">A tensor cannot be stepped where it lies, or not by the rule. Nothing was changed.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        if (param_group is not DescentParamGroup group)
        {
            throw new ArgumentException($"The group is a {param_group?.GetType().Name ?? "null"}, and not made by {nameof(DescentParamGroup)}.{nameof(DescentParamGroup.For)}: it has no rule.", nameof(param_group));
        }

        if (group.Rule.Parameters.Count > 0 || _parameter_groups.Contains(group))
        {
            throw new ArgumentException($"The {group.Rule.GetType().Name} of the group has parameters already: make one for each group.", nameof(param_group));
        }

        List<(TorchParameter Tensor, Slot? Slot)> added = [];
        try
        {
            AddTensors(group, added);

            // What they had at the last step may be gone by now; the coming one looks anew.
            _slots.ForEach(static slot => slot.Unbind());
            if (_group is null)
            {
                _group = new(group.Rule);
            }
            else
            {
                _group.AddOptimizer(group.Rule);
            }
        }
        catch
        {
            LetGo(added.Select(entry => entry.Slot).OfType<Slot>());
            throw;
        }

        _slots.AddRange(added.Select(entry => entry.Slot).OfType<Slot>());
        foreach (var (tensor, slot) in added)
        {
            _state[tensor.Handle] = new ParameterState(tensor, slot?.Parameter);
        }

        _parameter_groups.Add(group);
    }

    private void AddTensors(DescentParamGroup group, List<(TorchParameter Tensor, Slot? Slot)> added)
    {
        var owners = _slots.Where(slot => !slot.Tensor.IsInvalid).ToDictionary(slot => ImplementationOf(slot.Tensor), slot => slot.Parameter.Name);
        var names = _slots.Select(slot => slot.Parameter.Name).ToHashSet(StringComparer.Ordinal);
        HashSet<nint> seen = [];
        var number = _parameter_groups.Sum(before => before.Parameters.Count());
        foreach (var (given, tensor) in group.Named)
        {
            var name = given ?? number.ToString(CultureInfo.InvariantCulture);
            number++;
            if (tensor.IsInvalid)
            {
                throw new ArgumentException($"The tensor of parameter '{name}' is disposed.", nameof(group));
            }

            var implementation = ImplementationOf(tensor);
            if (owners.TryGetValue(implementation, out var owner))
            {
                throw new ArgumentException($"Parameter '{name}' is in another group already, as '{owner}'.", nameof(group));
            }

            // A tensor that is there twice, as where modules share it, is updated once. One without weights has nothing to update.
            if (!seen.Add(implementation) || tensor.numel() == 0)
            {
                added.Add((tensor, null));
                continue;
            }

            if (!names.Add(name))
            {
                throw new ArgumentException($"A parameter named '{name}' is there already; names are unique in an optimizer.", nameof(group));
            }

            added.Add((tensor, Slot.Add(group.Rule, name, tensor, _reach)));
        }
    }

    private static void LetGo(IEnumerable<Slot> slots)
    {
        foreach (var slot in slots)
        {
            slot.Rule.Remove(slot.Parameter.Name);
            slot.Dispose();
        }
    }

    /// <summary>Which tensor a managed one stands for; two may stand for one.</summary>
    private static nint ImplementationOf(TorchParameter tensor) => Marshal.ReadIntPtr(tensor.Handle);
}
