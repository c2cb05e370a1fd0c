using System.Globalization;

namespace Descent.Checkpoints;

/// <summary>
/// Puts a file in the place of another so that at every moment, a loss of power included, the one or the other is there and whole: it is written beside it, flushed to the
/// disk, and renamed; then the folder is flushed. Whoever saves to one path at the same time, threads or processes, writes a file of its own, and the last one to be whole stays.
/// </summary>
internal static class CheckpointFile
{
    private const int Buffer = 1 << 16;

    /// <summary>How many may write beside one file at the same time.</summary>
    private const int MaximumWriters = 32;

    /// <summary>Writes a file; where its name is a link, the file that it leads to.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="keep">How many are kept, this one included.</param>
    /// <param name="write">Writes the contents.</param>
    public static void Replace(string path, int keep, Action<Stream> write)
    {
        var full = new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var folder = Path.GetDirectoryName(full)!;
        FileStream stream = null!;
        Folder.WhileLocked(folder, () => stream = OpenUnused(full));
        try
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            // It is gone before anybody can take it for a leftover, and write in it.
            Folder.WhileLocked(folder, () => Delete(stream));
            throw;
        }

        Folder.WhileLocked(folder, () => GiveName(stream, full, keep));
        Folder.Flush(folder);
    }

    /// <summary>Opens a file to read.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Buffer, FileOptions.SequentialScan);

    /// <summary>A file without a name, gone when it is closed.</summary>
    public static FileStream Spool()
        => new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer, FileOptions.DeleteOnClose);

    /// <summary>Opens a file beside another that nobody is writing; what a process that was killed left in it is gone.</summary>
    private static FileStream OpenUnused(string full)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return new(Partial(full, number), FileMode.Create, FileAccess.Write, FileShare.None, Buffer);
            }
            catch (IOException) when (number < MaximumWriters && File.Exists(Partial(full, number)))
            {
                // Somebody else is writing it, and nobody renames it meanwhile.
            }
        }
    }

    private static void Delete(FileStream stream)
    {
        try
        {
            stream.Dispose();
        }
        finally
        {
            File.Delete(stream.Name);
        }
    }

    private static void GiveName(FileStream stream, string full, int keep)
    {
        try
        {
            stream.Dispose();
            Rename(stream.Name, full, keep);
        }
        catch
        {
            File.Delete(stream.Name);
            throw;
        }

        DeleteLeftovers(full);
    }

    /// <summary>Deletes what processes that were killed left beside a file.</summary>
    private static void DeleteLeftovers(string full)
    {
        for (var number = 1; number <= MaximumWriters; number++)
        {
            if (!File.Exists(Partial(full, number)))
            {
                continue;
            }

            try
            {
                new FileStream(Partial(full, number), FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
                File.Delete(Partial(full, number));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it, or it is not ours; what was to be saved is saved.
            }
        }
    }

    private static string Partial(string path, int number) => number == 1 ? path + ".partial" : string.Create(CultureInfo.InvariantCulture, $"{path}.{number}.partial");

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
