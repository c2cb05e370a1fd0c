using System.Globalization;

namespace Descent.Checkpoints;

/// <summary>
/// Puts a file in the place of another so that at every moment, a loss of power included, the one or the other is there and whole: it is written beside it, flushed to the
/// disk, and renamed; then the folder is flushed.
/// </summary>
internal static class CheckpointFile
{
    private const int Buffer = 1 << 16;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="keep">How many are kept, this one included.</param>
    /// <param name="write">Writes the contents.</param>
    public static void Replace(string path, int keep, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var partial = full + ".partial";

        // One that somebody else is writing is refused here, and stays theirs.
        var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, Buffer);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Rename(partial, full, keep);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }

        Folder.Flush(Path.GetDirectoryName(full)!);
    }

    /// <summary>Opens a file to read.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Buffer, FileOptions.SequentialScan);

    /// <summary>A file without a name, gone when it is closed.</summary>
    public static FileStream Spool()
        => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer, FileOptions.DeleteOnClose);

    /// <summary>Gives the new file the name of the old one, and that one the name of the one before it.</summary>
    private static void Rename(string partial, string full, int keep)
    {
        for (var number = keep; File.Exists(Older(full, number)); number++)
        {
            File.Delete(Older(full, number));
        }

        for (var number = keep - 1; number > 1; number--)
        {
            if (File.Exists(Older(full, number - 1)))
            {
                File.Move(Older(full, number - 1), Older(full, number), overwrite: true);
            }
        }

        if (keep > 1 && File.Exists(full))
        {
            // The old one gets a second name before the new one takes the first: the path is never without a file.
            File.Replace(partial, full, Older(full, 1));
        }
        else
        {
            File.Move(partial, full, overwrite: true);
        }
    }

    private static string Older(string path, int number) => path + "." + number.ToString(CultureInfo.InvariantCulture);
}
