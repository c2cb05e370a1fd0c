using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Descent.Checkpoints;

namespace Descent.Distributed;

/// <content>Its checkpoints.</content>
public sealed partial class ShardedOptimizer
{
    /// <summary>
    /// Saves all that the coming step depends on, as <see cref="Descent.Optimizer.Save(string, CheckpointOptions)"/>: each rank writes a file with its share beside the one
    /// that is named, <c>path.token.0-of-4</c> and so on; when all are on the disk, the first rank puts that one in place, which names them. Whenever a rank or a machine stops, the old
    /// checkpoint is there and whole, or the new one. All ranks call it, and all see the folder.
    /// </summary>
    /// <remarks>
    /// It is loaded on any number of ranks, or by an optimizer on one machine. Parts beside the optimizer are saved as the first rank has them, so they must be the same on all;
    /// of what they have for each weight of a parameter (<see cref="CheckpointContents.AddPerWeight{T}(string, T[], Parameter)"/>) each rank saves its share.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">What goes into it beside the optimizer, and how many are kept; nothing else and one unless given.</param>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it. The old checkpoint is as it was.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree, or an incomplete step has not been resolved.</exception>
    /// <exception cref="IOException">A rank could not write its file; the message says which. The old checkpoint is as it was.</exception>
    public void Save(string path, CheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AgreeAbout("Save", agreement =>
        {
            agreement.Add(Optimizer).Add("the name of the file", $"'{Path.GetFileName(path)}'");
            _tensors.ForEach(tensor => agreement.AddStanding(tensor));
            AddTo(agreement, options);
        });
        var token = Convert.ToHexStringLower(_ranks.Gather("the name of a checkpoint", RandomNumberGenerator.GetBytes(sizeof(ulong))).AsSpan(0, sizeof(ulong)));
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        string[] files = [.. Enumerable.Range(0, Size).Select(rank => string.Create(CultureInfo.InvariantCulture, $"{name}.{token}.{rank}-of-{Size}"))];
        var mine = Path.Combine(folder, files[Rank]);
        string[] checksums;
        try
        {
            checksums = Together("what the ranks wrote", () =>
            {
                Optimizer.SaveShares(mine, options, isFirst: Rank == 0);
                using var written = CheckpointReader.Open(mine);
                return written.Header.Metadata[Seal.HeaderKey];
            });
            Together("the files to be in one folder", () =>
            {
                RequireFiles(folder, Rank == 0 ? files : []);
                return "";
            });
        }
        catch (IOException)
        {
            if (File.Exists(mine))
            {
                File.Delete(mine);
            }

            throw;
        }

        Together("the checkpoint to be in place", () =>
        {
            if (Rank == 0)
            {
                Optimizer.SaveSet(path, options, files, checksums);
                DeleteForgotten(folder, name, options?.Keep ?? 1);
            }

            return "";
        });
    }

    /// <summary>
    /// Loads what <see cref="Save"/> saved on any number of ranks, or an optimizer on one machine: each rank verifies some of the files, then takes its share. All ranks call it,
    /// after they have added their parameters.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What there is beside the optimizer, and what may differ; nothing unless given.</param>
    /// <returns>What differs.</returns>
    /// <exception cref="CommunicationException">A rank has stopped, or does not call it.</exception>
    /// <exception cref="InvalidOperationException">The ranks disagree.</exception>
    /// <exception cref="IOException">A rank could not load: the file is damaged, of something else or not there; the message says which rank, and why. Unless reading failed on the
    /// way, nothing was changed; if it did, all ranks refuse what follows until a checkpoint is loaded.</exception>
    public CheckpointReport Load(string path, CheckpointOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AgreeAbout("Load", agreement => AddTo(agreement, options).Add("CheckpointOptions.Allow", (options?.Allow ?? CheckpointDifferences.None).ToString()));
        ICheckpointSource? source = null;
        try
        {
            var seals = Together("the checkpoint to be verified", () =>
            {
                source = CheckpointSet.Open(path);
                source.Verify(Rank, Size);
                return source.Header.Metadata[Seal.HeaderKey];
            });
            if (Array.FindIndex(seals, seal => seal != seals[0]) is > 0 and var other)
            {
                throw new InvalidOperationException($"The ranks disagree. Rank 0 and rank {other} found two checkpoints, and not one, where they were told to look. Nothing was changed.");
            }

            Together("the checkpoint to fit", () =>
            {
                Optimizer.Load(source!, options, isTrial: true);
                return "";
            });
            CheckpointReport report = null!;

            // Should it fail on one rank now, others have loaded, and no step of all would be one of either.
            _isHalfLoaded = true;
            Together("the checkpoint to be loaded", () =>
            {
                report = Optimizer.Load(source!, options);
                return "";
            });
            DropGradients();
            _pipeline.GiveAll();
            _isHalfLoaded = false;
            return report;
        }
        finally
        {
            source?.Dispose();
        }
    }

    /// <summary>Says what is saved and loaded beside the optimizer here.</summary>
    private static Agreement AddTo(Agreement agreement, CheckpointOptions? options) => agreement
        .Add("CheckpointOptions.IncludeWeights", (options?.IncludeWeights ?? true).ToString())
        .Add("CheckpointOptions.Parts", options?.Parts.Count > 0 ? string.Join(", ", options.Parts.Keys.Select(part => $"'{part}'")) : "empty");

    /// <summary>Throws if a file of a rank is not where the first rank looks: no old checkpoint is given up for one that nobody could load.</summary>
    private static void RequireFiles(string folder, string[] files)
    {
        if (Array.Find(files, file => !File.Exists(Path.Combine(folder, file))) is { } lost)
        {
            throw new IOException($"The file '{lost}' of a rank is on its disk, and not in '{folder}' as the first rank sees it: all ranks save to one folder.");
        }
    }

    private static void DeleteForgotten(string folder, string name, int keep)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < keep; number++)
        {
            var file = Path.Combine(folder, number == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
            if (File.Exists(file))
            {
                using var kept = CheckpointReader.Open(file);
                named.UnionWith(CheckpointSet.NamesOf(kept.Header.Metadata));
            }
        }

        foreach (var file in Directory.GetFiles(folder).Where(file => IsOfRank(Path.GetFileName(file), name) && !named.Contains(Path.GetFileName(file))))
        {
            File.Delete(file);
        }
    }

    /// <summary>Whether a file is of a rank, whole or not, of checkpoints of this name, and not of one whose name only begins so.</summary>
    private static bool IsOfRank(string file, string name) => file.StartsWith(name, StringComparison.Ordinal) && AfterName().IsMatch(file.AsSpan(name.Length));

    [GeneratedRegex(@"^\.[0-9a-f]{16}\.\d+-of-\d+(\.\d+)?(\.partial)?$", RegexOptions.CultureInvariant)]
    private static partial Regex AfterName();
}
