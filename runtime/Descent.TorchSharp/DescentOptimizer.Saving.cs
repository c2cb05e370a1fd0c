using Descent.Torch.Saving;

namespace Descent.Torch;

/// <content>Its checkpoints.</content>
public partial class DescentOptimizer
{
    private const string Part = "torch";

    /// <summary>
    /// Saves all that the coming step depends on, as <see cref="Optimizer.Save(string, CheckpointOptions)"/> does, with the initial learning rates of the groups. <c>save_state_dict</c>
    /// saves the same without weights, which the module has.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What goes into it beside the optimizer, and whether the weights do; nothing else, and they do, unless given.</param>
    /// <inheritdoc cref="Optimizer.Save(string, CheckpointOptions)" path="/exception"/>
    public void Save(string path, CheckpointOptions? options = null)
    {
        MeetRates();
        Group.Save(path, With(options));
    }

    /// <summary>Loads what <see cref="Save"/> saved, as a whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What there is beside the optimizer, and what may differ; nothing unless given.</param>
    /// <returns>What differs.</returns>
    /// <inheritdoc cref="Optimizer.Load(string, CheckpointOptions)" path="/exception"/>
    public CheckpointReport Load(string path, CheckpointOptions? options = null)
    {
        CheckpointReport report = null!;
        Load(() => report = Group.Load(path, With(options)));
        return report;
    }

    /// <summary>Saves what belongs to the optimizer, and not to the module.</summary>
    private void SaveState(Stream stream)
    {
        MeetRates();
        Group.Save(stream, With(new() { IncludeWeights = false }));
    }

    /// <summary>Loads it.</summary>
    private void LoadState(Stream stream) => Load(() => Group.Load(stream, With(new() { IncludeWeights = false })));

    private void Load(Action load)
    {
        Move(load);
        MeetRates();
        _slots.ForEach(slot => slot.ForgetVersion());
    }

    private void MeetRates()
    {
        // By numbers: an enumerator of the list's interface would be allocated.
        for (var index = 0; index < _parameter_groups.Count; index++)
        {
            ((DescentParamGroup)_parameter_groups[index]).MeetRates();
        }
    }

    private CheckpointOptions With(CheckpointOptions? options)
    {
        options ??= new();
        var all = new CheckpointOptions { IncludeWeights = options.IncludeWeights, Keep = options.Keep, Allow = options.Allow };
        foreach (var (name, part) in options.Parts)
        {
            all.Parts.Add(name, part);
        }

        all.Parts.Add(Part, new TensorContents(_parameter_groups, group => _slots.Where(slot => slot.Rule == ((DescentParamGroup)group).Rule)));
        return all;
    }
}
