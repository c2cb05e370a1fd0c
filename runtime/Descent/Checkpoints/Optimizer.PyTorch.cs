using Descent.Checkpoints;
using Descent.Engine;

namespace Descent;

/// <content>Its states for PyTorch and TorchSharp, and theirs for it.</content>
public abstract partial class Optimizer
{
    /// <summary>
    /// Saves states and step counts under PyTorch's names, <c>layer1.weight.exp_avg</c>, in a safetensors file, and the hyperparameters as its <c>param_groups</c>, in JSON in
    /// the header. For going on here there is <see cref="Save(string, CheckpointOptions)"/>, which has all.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped, or an incomplete step has not been resolved.</exception>
    /// <exception cref="IOException">The file could not be written; the old one is as it was.</exception>
    /// <exception cref="NotSupportedException">PyTorch has no optimizer whose states mean the same, a tensor of TorchSharp lies in another order of its dimensions, or the optimizer has a
    /// rank's shares of tensors.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void ExportPyTorch(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WhileStill(() =>
        {
            var contents = new CheckpointContents(null);
            TorchStates.Describe(contents, Participants, toExport: true);
            var writer = CheckpointWriter.OfOthers([new("format", "pt"), new(TorchStates.GroupsKey, TorchStates.WriteGroups(Participants))], contents.Tensors);
            CheckpointFile.Replace(path, 1, stream => writer.WriteTo(stream));
        });
    }

    /// <summary>
    /// Loads states and step counts that PyTorch or TorchSharp computed, from a safetensors file with a tensor for each, <c>layer1.weight.exp_avg</c>. Where its header has
    /// <c>param_groups</c>, in JSON and with the names of parameters as <c>params</c>, the hyperparameters are compared with those that are set here. The weights are another file's.
    /// Of shares of tensors each rank takes its own: all ranks call it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="allow">What may differ; nothing unless said.</param>
    /// <returns>What differs.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="allow"/> has other members than those of <see cref="CheckpointDifferences"/>.</exception>
    /// <exception cref="CheckpointMismatchException">States are missing or extra, or hyperparameters differ. Nothing was changed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, as far as can be seen: it has no checksums. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    /// <exception cref="NotSupportedException">PyTorch has no optimizer whose states mean the same, or a tensor of TorchSharp lies in another order of its dimensions.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public CheckpointReport ImportPyTorch(string path, CheckpointDifferences allow = CheckpointDifferences.None)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        allow = CheckpointOptions.Checked(allow, nameof(allow));
        RefuseIfDisposed();
        using var reader = CheckpointReader.Open(path);
        Participant.Enter(Participants, toLoad: true);
        try
        {
            var contents = new CheckpointContents(null);
            TorchStates.Describe(contents, Participants, toExport: false);
            var loader = new CheckpointLoader(reader, contents, Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal));
            var report = loader.Match(includesWeights: false);
            report.Unfit = [.. report.Unfit, .. TorchRefusals(reader)];
            report.RefuseUnless(allow);
            loader.Apply();

            // Where it counts no steps, there has been one for each state that there is.
            var found = reader.Header.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var participant in Participants.Where(participant => !TorchRule.Of(participant.Type).HasStep))
            {
                foreach (var parameter in participant.Parameters.Where(parameter => TorchRule.Of(participant.Type).States.Any(state => found.Contains($"{parameter.Name}.{state.Theirs}"))))
                {
                    parameter.State.Standing.StepCount = Math.Max(1, parameter.StepCount);
                }
            }

            return report;
        }
        finally
        {
            Participant.Leave(Participants);
        }
    }

    private List<string> TorchRefusals(CheckpointReader reader)
    {
        List<string> refusals = reader.Header.Metadata.TryGetValue(TorchStates.GroupsKey, out var groups) ? TorchStates.Compare(groups, Participants) : [];
        foreach (var entry in reader.Header.Tensors.Where(tensor => tensor is { Shape.Length: 0 } && tensor.Name.EndsWith(".step", StringComparison.Ordinal)))
        {
            reader.ForEachPiece(entry, 0, entry.Bytes, (_, bytes) =>
            {
                if (entry.Type != StoredType.F32 || !CountTensor.IsCount(BitConverter.ToSingle(bytes)))
                {
                    refusals.Add($"{entry.Name} is no count of steps, a whole number of type F32");
                }
            });
        }

        return refusals;
    }
}
