package databricks

import (
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Files are the volumes' files.
type Files struct {
	mu      sync.Mutex
	files   map[string][]byte
	folders map[string]bool
}

// Get returns the content of a file, by its path such as /Volumes/main/ml/jobs/x.
func (s *Files) Get(name string) (content []byte, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, ok = s.files[name]
	return content, ok
}

func mountFiles(f *Fake) {
	s := &Files{files: map[string][]byte{}, folders: map[string]bool{}}
	f.Files = s
	f.HandleRaw("PUT /api/2.0/fs/files/Volumes/{path...}", s.put)
	f.HandleRaw("HEAD /api/2.0/fs/files/Volumes/{path...}", s.head)
	f.HandleRaw("DELETE /api/2.0/fs/files/Volumes/{path...}", s.delete)
	f.HandleRaw("PUT /api/2.0/fs/directories/Volumes/{path...}", s.makeFolder)
	f.HandleRaw("DELETE /api/2.0/fs/directories/Volumes/{path...}", s.deleteFolder)
}

func (s *Files) put(w http.ResponseWriter, r *http.Request) {
	name := "/Volumes/" + r.PathValue("path")
	data, err := io.ReadAll(r.Body)
	if err != nil {
		WriteRefusal(w, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch _, there := s.files[name]; {
	case !volumePath(name):
		WriteRefusal(w, Invalid("%s is not a path of a volume.", name))
	case there && r.URL.Query().Get("overwrite") == "false":
		WriteRefusal(w, Refuse(http.StatusConflict, "ALREADY_EXISTS", "The file %s exists.", name))
	case !s.folders[path.Dir(name)] && strings.Count(name, "/") > 5:
		WriteRefusal(w, Refuse(http.StatusNotFound, "NOT_FOUND", "The directory %s does not exist.", path.Dir(name)))
	default:
		s.files[name] = data
		w.WriteHeader(http.StatusNoContent)
	}
}

func (s *Files) head(w http.ResponseWriter, r *http.Request) {
	data, ok := s.Get("/Volumes/" + r.PathValue("path"))
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Last-Modified", "Tue, 24 Nov 2026 00:00:00 GMT")
}

func (s *Files) delete(w http.ResponseWriter, r *http.Request) {
	name := "/Volumes/" + r.PathValue("path")
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.files[name]; !ok {
		WriteRefusal(w, Refuse(http.StatusNotFound, "NOT_FOUND", "The file %s does not exist.", name))
		return
	}
	delete(s.files, name)
	w.WriteHeader(http.StatusNoContent)
}

func (s *Files) makeFolder(w http.ResponseWriter, r *http.Request) {
	name := "/Volumes/" + strings.TrimSuffix(r.PathValue("path"), "/")
	if !volumePath(name) {
		WriteRefusal(w, Invalid("%s is not a path of a volume.", name))
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for ; strings.Count(name, "/") > 4; name = path.Dir(name) { // parents, too
		s.folders[name] = true
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Files) deleteFolder(w http.ResponseWriter, r *http.Request) {
	name := "/Volumes/" + strings.TrimSuffix(r.PathValue("path"), "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.folders[name] {
		WriteRefusal(w, Refuse(http.StatusNotFound, "NOT_FOUND", "The directory %s does not exist.", name))
		return
	}
	inside := func(other string) bool { return strings.HasPrefix(other, name+"/") }
	if slices.ContainsFunc(sortedKeys(s.files), inside) || slices.ContainsFunc(sortedKeys(s.folders), inside) {
		WriteRefusal(w, Refuse(http.StatusBadRequest, "FILES_API_DIRECTORY_IS_NOT_EMPTY", "The directory %s is not empty.", name))
		return
	}
	delete(s.folders, name)
	w.WriteHeader(http.StatusNoContent)
}

// Names are the paths of all files and folders.
func (s *Files) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(sortedKeys(s.files), sortedKeys(s.folders)...)
}

func volumePath(name string) bool {
	parts := strings.Split(strings.TrimPrefix(name, "/"), "/")
	return len(parts) >= 4 && parts[0] == "Volumes" && path.Clean(name) == name
}
