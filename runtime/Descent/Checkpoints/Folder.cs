using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Descent.Checkpoints;

/// <summary>
/// Flushes a folder to the disk, so that a name that was given in it stays after a loss of power, which Windows does itself where files are renamed; and keeps others that
/// save from giving names in it meanwhile.
/// </summary>
internal static partial class Folder
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;
    private const int LockAlone = 2;
    private const int Unlock = 8;

    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(path);
        }

        try
        {
            // Some file systems have nothing to flush in a folder, and say so.
            if (Uninterrupted(() => FSync(descriptor)) is not 0 and not InvalidArgument)
            {
                throw Failure(path);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Does something that no other thread or process does in this folder meanwhile. What ends with the process, however it ends, is no lock any more.</summary>
    public static void WhileLocked(string path, Action act)
    {
        if (OperatingSystem.IsWindows())
        {
            WhileNameIsTaken(path, act);
            return;
        }

        // A folder that is not there is told of by whoever opens a file in it, and a file system without locks has none to wait for.
        var descriptor = Open(path, ReadOnly);
        try
        {
            _ = Uninterrupted(() => FLock(descriptor, LockAlone));
            act();
        }
        finally
        {
            // Not by closing alone: a process that was started meanwhile has the descriptor, too.
            _ = FLock(descriptor, Unlock);
            _ = Close(descriptor);
        }
    }

    private static void WhileNameIsTaken(string path, Action act)
    {
        using var mutex = new Mutex(initiallyOwned: false, "Descent." + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(path.ToUpperInvariant()))));
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed, and it is ours.
        }

        try
        {
            act();
        }
        finally
        {
            mutex.ReleaseMutex();
        }
    }

    /// <summary>Calls the system until no signal comes between, and gives the error, or 0.</summary>
    private static int Uninterrupted(Func<int> call)
    {
        int error;
        do
        {
            error = call() == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (error == Interrupted);
        return error;
    }

    private static IOException Failure(string path) => new($"The folder '{path}' could not be flushed to the disk: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FLock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
